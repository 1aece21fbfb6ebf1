import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopEmbeddedPostgres } from '@purser/local-services/embedded-postgres';
import { atMost, type BenchmarkOptions, type BenchmarkResult, type Line } from '../benchmark.ts';
import { median } from '../measure/median.ts';
import { startPurser } from './purser-process.ts';

/** P12: how long a first start without the demo takes, and every later one. */
export async function runStartBenchmark({ rounds }: BenchmarkOptions): Promise<BenchmarkResult> {
  const first: number[] = [];
  const second: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'purser-bench-'));
    const env = { PURSER_DATA_DIR: join(folder, 'data') };
    try {
      for (const seconds of [first, second]) {
        const server = await startPurser(env);
        seconds.push(server.readyMs / 1_000);
        await server.stop();
      }
    } finally {
      await stopEmbeddedPostgres(join(folder, 'data/postgres'));
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const line = (what: string, seconds: readonly number[], must: number, aim: number): Line => ({
    id: 'P12',
    what,
    measured: median(seconds),
    must: atMost(must, ' s'),
    aim: atMost(aim, ' s'),
    detail: `${rounds} starts on data directories of their own`,
  });
  return {
    lines: [
      line('second start to ready', second, 5, 2),
      line('first start --empty after install', first, 20, 12),
    ],
    raw: { first, second },
  };
}
