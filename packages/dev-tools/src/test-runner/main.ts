import { print } from './console.ts';
import { runTests } from './run.ts';

try {
  const isQuick = process.argv.includes('--quick');
  process.exitCode = (await runTests({ isQuick })) ? 0 : 1;
} catch (error) {
  print(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
