import { createInterface } from 'node:readline/promises';
import { CliError } from './cli-error.ts';

/** Asks a yes-or-no question at the terminal. Throws a CliError when there is nobody to ask. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new CliError('There is no terminal to ask at: add --yes to go ahead.');
  }
  return /^y(es)?$/i.test(await answerTo(`${question} [y/N] `));
}

/** Asks for a text at the terminal. Throws a CliError when there is nobody to ask. */
export async function askFor(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new CliError('There is no terminal to ask at: say it with --confirm.');
  }
  return answerTo(question);
}

async function answerTo(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}
