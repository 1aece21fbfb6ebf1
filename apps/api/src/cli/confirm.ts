import { createInterface } from 'node:readline/promises';
import { CliError } from './cli-error.ts';

/** Asks a yes-or-no question at the terminal. Throws a CliError when there is nobody to ask. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new CliError('There is no terminal to ask at: add --yes to go ahead.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
