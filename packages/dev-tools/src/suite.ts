import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Runs one suite of the package in the current folder and leaves its results for the test runner. */
function runSuite(suite: string, vitestArguments: readonly string[]): number {
  const results = `.results/${suite}.json`;
  rmSync(results, { force: true });
  mkdirSync(dirname(results), { recursive: true });
  if (!hasTests(suite)) {
    writeFileSync(results, JSON.stringify({ testResults: [] }));
    return 0;
  }
  const config = new URL('../../../vitest.config.ts', import.meta.url).pathname;
  const place = ['--config', config, '--root', '.', '--project', suite];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const vitest = spawnSync('vitest', ['run', ...place, ...reporters, ...vitestArguments], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return vitest.status ?? 1;
}

/** Starting Vitest only to find nothing costs a second in every package. */
function hasTests(suite: string): boolean {
  const kind = suite === 'unit' ? '' : `.${suite}`;
  const files = globSync(`{src,test,scripts}/**/*${kind}.test.{ts,tsx}`);
  const otherKinds = /\.(integration|model|crash)\.test\.tsx?$/;
  return files.some((file) => suite !== 'unit' || !otherKinds.test(file));
}

const [suite = 'unit', ...rest] = process.argv.slice(2);
process.exitCode = runSuite(
  suite,
  rest.filter((argument) => argument !== '--'),
);
