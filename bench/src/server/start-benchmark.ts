import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { removeEmbeddedPostgres } from '@purser/local-services/embedded-postgres';
import { atMost, type BenchmarkOptions, type BenchmarkResult, type Line } from '../benchmark.ts';
import { median } from '../measure/median.ts';
import { makeFreshClone } from './fresh-clone.ts';
import { type PurserOptions, type PurserProcess, startPurser } from './purser-process.ts';

/** What a first start makes and git does not keep. */
const made = [
  '.purser',
  'prisma/src/generated',
  'apps/admin-web/src/generated',
  'apps/admin-web/dist',
];

/** Writing the demo takes long: its median is of fewer starts. */
const demoRoundsMax = 3;

/** P12: how long a first start after the install takes, without and with the demo, and every later one. */
export async function runStartBenchmark({
  rounds,
  log,
}: BenchmarkOptions): Promise<BenchmarkResult> {
  await using clone = await makeFreshClone();
  const { folder } = clone;
  log('Installing the clone from what this machine has.');
  const install = ['-y', 'pnpm@12', 'install', '--frozen-lockfile', '--prefer-offline'];
  await promisify(execFile)('npx', install, { cwd: folder, maxBuffer: 64_000_000 });
  const seconds = { first: [] as number[], second: [] as number[], demo: [] as number[] };
  const written: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const empty = { folder, args: ['--empty', '--quiet'] };
    await forget(folder);
    await timed(seconds.first, empty);
    await timed(seconds.second, empty);
    if (round < demoRoundsMax) {
      await forget(folder);
      await timed(seconds.demo, { folder, args: [] }, async (server) => {
        written.push((await server.printedMs(/✓ Writing demo data/)) / 1_000);
      });
    }
    log(
      `round ${round + 1}: ${Object.values(seconds)
        .map((taken) => taken.at(-1)?.toFixed(1))
        .join(', ')} s`,
    );
  }
  const line = (what: string, taken: readonly number[], must: number, aim: number): Line => ({
    id: 'P12',
    what,
    measured: median(taken),
    must: atMost(must, ' s'),
    aim: atMost(aim, ' s'),
    detail: `${taken.length} starts in a clone whose packages are installed`,
  });
  return {
    lines: [
      line('second start to ready', seconds.second, 5, 2),
      line('first start --empty after install', seconds.first, 20, 12),
      line('first start with the demo to ready', seconds.demo, 35, 20),
      line('first start with the demo until it is written', written, 35, 20),
    ],
    raw: { ...seconds, written },
  };
}

async function timed(
  seconds: number[],
  options: PurserOptions,
  then: (server: PurserProcess) => Promise<void> = async () => undefined,
): Promise<void> {
  const server = await startPurser({}, options);
  try {
    seconds.push(server.readyMs / 1_000);
    await then(server);
  } finally {
    await server.stop();
  }
}

async function forget(folder: string): Promise<void> {
  await removeEmbeddedPostgres(join(folder, '.purser/postgres'));
  for (const path of made) rmSync(join(folder, path), { recursive: true, force: true });
}
