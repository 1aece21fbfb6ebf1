import { UsageError } from './cli-error.ts';
import { commands } from './commands.ts';

/** Every command with its one line. */
export function listCommands(): string {
  const lines = [
    ...commands.map(({ name, summary }) => ({ name, summary })),
    { name: 'help', summary: 'Show this list, or one command: purser help start.' },
  ];
  const width = Math.max(...lines.map(({ name }) => name.length));
  const rows = lines.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: purser <command> [options]\n\n${rows.join('\n')}\n`;
}

/** How one command is used. Throws a UsageError when there is none of that name. */
export async function describeCommand(name: string): Promise<string> {
  const entry = commands.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new UsageError(`There is no command "${name}".`);
  const { usage, details } = (await entry.load()).command;
  const head = `${entry.summary}\n\nUsage: ${`purser ${name} ${usage}`.trim()}\n`;
  return details === undefined ? head : `${head}\n${details.replaceAll(/^\n|\s+$/g, '')}\n`;
}
