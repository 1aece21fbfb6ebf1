import { UsageError } from './cli-error.ts';
import { describeCommand, listCommands } from './help.ts';

/** Errors whose message is meant for people: everything else is a fault and shows where it happened. */
const expected = ['CliError', 'ConfigError', 'LocalError', 'MigrationError', 'ServiceError'];

/** Says why a command failed, in one sentence where the reason is known, and answers the exit code. */
export async function reportFailure(error: unknown, commandName: string): Promise<number> {
  if (error instanceof UsageError || isArgumentError(error)) {
    write(`purser: ${firstSentence(error.message)}`);
    write(await describeCommand(commandName).catch(listCommands));
    return 2;
  }
  if (error instanceof Error && expected.includes(error.name)) {
    for (const line of error.message.split('\n')) write(`purser: ${line}`);
    return 1;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  write(`purser: ${commandName} failed unexpectedly. ${detail}`);
  return 70;
}

/** Node adds advice about dashes that helps nobody here. */
function firstSentence(message: string): string {
  return message.replace(/(\.) To specify .*/s, '$1');
}

function write(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** What `parseArgs` throws for an option that it does not know. */
function isArgumentError(error: unknown): error is Error {
  return (
    error instanceof TypeError &&
    'code' in error &&
    String(error.code).startsWith('ERR_PARSE_ARGS_')
  );
}
