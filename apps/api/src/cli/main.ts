import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from '../local/checkout.ts';
import { UsageError } from './cli-error.ts';
import { commands } from './commands.ts';
import { describeCommand, listCommands } from './help.ts';
import { reportFailure } from './report-failure.ts';

// Parsed modules are kept between runs: a second start reads them instead of stripping types again.
enableCompileCache(join(cacheFolder, 'compile'));

// A closed terminal or a pager that has seen enough is no reason to fail.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

// `pnpm start -- --empty` hands the dashes on.
const [name = 'help', ...rest] = process.argv.slice(2).filter((arg, at) => arg !== '--' || at > 1);

try {
  await run(name, rest);
} catch (error) {
  process.exitCode = await reportFailure(error, name);
}

async function run(command: string, args: readonly string[]): Promise<void> {
  if (['help', '--help', '-h'].includes(command)) return showHelp(args[0]);
  if (args.includes('--help') || args.includes('-h')) return showHelp(command);
  const wanted = ['--version', '-v'].includes(command) ? 'version' : command;
  const entry = commands.find((candidate) => candidate.name === wanted);
  if (entry === undefined) throw new UsageError(`There is no command "${command}".`);
  await (await entry.load()).command.run(args);
}

async function showHelp(command: string | undefined): Promise<void> {
  process.stdout.write(command === undefined ? listCommands() : await describeCommand(command));
}
