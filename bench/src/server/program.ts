import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export type ProgramStart = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
};

export type Program = {
  readonly url: string;
  readonly pid: number;
  /** From the program's start to its ready line. */
  readonly readyMs: number;
  /** From the program's start to the first line that matches. */
  readonly printedMs: (pattern: RegExp) => Promise<number>;
  readonly stop: () => Promise<void>;
};

/** Starts a program in a process group of its own and waits until it says "ready:" and its address. */
export async function startProgram({ command, args, env, cwd }: ProgramStart): Promise<Program> {
  const startedAt = performance.now();
  const child = spawn(command, [...args], {
    env,
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const printed = watchOutput(child);
  const [, url = ''] = await printed(/ready: (\S+)/);
  return {
    url,
    pid: child.pid ?? 0,
    readyMs: performance.now() - startedAt,
    printedMs: async (pattern) => {
      await printed(pattern);
      return performance.now() - startedAt;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      process.kill(-child.pid, 'SIGTERM');
      await once(child, 'close');
    },
  };
}

/** What a person would have read by now; a server's log behind it is drained and dropped. */
const outputCharactersMax = 20_000;

function watchOutput(child: ChildProcess): (pattern: RegExp) => Promise<RegExpExecArray> {
  let output = '';
  let waiting: (() => void)[] = [];
  let ended = false;
  const wake = () => {
    for (const look of waiting) look();
  };
  const read = (chunk: Buffer) => {
    if (output.length > outputCharactersMax) return;
    output += chunk.toString();
    wake();
  };
  child.stdout?.on('data', read);
  child.stderr?.on('data', read);
  child.once('error', (error) => read(Buffer.from(String(error))));
  child.once('close', () => {
    ended = true;
    wake();
  });
  return (pattern) =>
    new Promise((found, failed) => {
      const look = () => {
        const match = pattern.exec(output);
        if (match === null && !ended) return;
        waiting = waiting.filter((other) => other !== look);
        if (match !== null) found(match);
        else failed(new Error(`The program ended:\n${output}`));
      };
      waiting.push(look);
      look();
    });
}
