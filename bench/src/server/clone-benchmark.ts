import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findFreePort } from '@purser/local-services/free-port';
import { atMost, type BenchmarkResult, type Bound, type Line } from '../benchmark.ts';
import { openCountingRegistry } from './counting-registry.ts';
import { makeFreshClone } from './fresh-clone.ts';
import { startProgram } from './program.ts';
import { post } from './purser-process.ts';

const pnpm = ['-y', 'pnpm@12', '--silent'];
const command = 'npx';

/** P16: a fresh clone with nothing downloaded, by the README's commands: to the ready line, and to the first admitted turn. */
export async function runCloneBenchmark(): Promise<BenchmarkResult> {
  await using clone = await makeFreshClone();
  await using registry = await openCountingRegistry();
  const { folder: cwd, downloads } = clone;
  const env = { ...clone.env, ...registry.env, PORT: String(await findFreePort()) };
  const startedAt = performance.now();
  const server = await startProgram({ command, args: ['-y', 'pnpm@12', 'start'], env, cwd });
  try {
    const run = async (...args: string[]) => {
      const { stdout } = await promisify(execFile)(command, [...pnpm, ...args], { cwd, env });
      return stdout.trim();
    };
    const token = await run('purser', 'token', '--role', 'admin');
    const key = await run('purser', 'key', 'create', '--scope', 'turns,read', '--name', 'tour');
    await post(`${server.url}/api/v1/admin/control-plane/app-budget/topup`, token, {
      usd_amount: 100,
    });
    const turn = { turn_id: 'tour-1', user_id: 'user123', estimate_tokens: 2_000 };
    const answer = await post(`${server.url}/api/v1/turns`, key, turn);
    if (answer.decision !== 'admitted') throw new Error(`Not admitted: ${JSON.stringify(answer)}`);
    const turnMs = performance.now() - startedAt;
    const megabytes = registry.bytes() / 1_000_000;
    const unpackedMegabytes = await sizeOf(downloads);
    return {
      lines: [
        line('fresh clone to the ready line', server.readyMs / 1_000, [120, 60], ' s'),
        line('fresh clone to the first admitted turn', turnMs / 1_000, [150, 75], ' s'),
        line('downloaded by npm and pnpm', megabytes, [600, 350], ' MB'),
      ],
      raw: { readyMs: server.readyMs, turnMs, megabytes, unpackedMegabytes },
    };
  } finally {
    await server.stop();
  }
}

/** Decimal megabytes on disk of everything in a folder. */
async function sizeOf(folder: string): Promise<number> {
  const { stdout } = await promisify(execFile)('du', ['-sk', folder]);
  return (Number.parseInt(stdout, 10) * 1_024) / 1_000_000;
}

function line(
  what: string,
  measured: number,
  [must, aim]: readonly [number, number],
  unit: string,
): Line {
  const bound = (value: number): Bound => atMost(value, unit);
  const detail = 'once, with empty caches of npm and pnpm; the network is the machine’s own';
  return { id: 'P16', what, measured, must: bound(must), aim: bound(aim), detail };
}
