import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { LocalError } from './local-error.ts';

export type Script = {
  /** What it makes, for the sentence when it fails. */
  readonly makes: string;
  /** The file to run under this very Node, and its arguments. */
  readonly file: string;
  readonly args?: readonly string[];
  readonly folder: string;
  /** Ends it. */
  readonly signal: AbortSignal;
};

/** Output that is kept for the error: the end of it says what went wrong. */
const outputMax = 4_000;

/** Runs a script of the checkout in a process of its own. Throws a LocalError with its last lines when it fails. */
export async function runScript({ makes, file, args = [], folder, signal }: Script): Promise<void> {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  // An aborted child reports it as an error too; its end is awaited below.
  child.on('error', () => {});
  let output = '';
  const keep = (chunk: Buffer) => {
    output = `${output}${chunk}`.slice(-outputMax);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const [code, killedBy] = await once(child, 'close');
  if (code === 0) return;
  const end = killedBy === null ? `exit ${code}` : `killed by ${killedBy}`;
  throw new LocalError(`${makes} could not be made (${end}):\n${output.trim()}`);
}
