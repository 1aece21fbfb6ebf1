import { type BenchmarkOptions, type BenchmarkResult, type Line, times } from '../benchmark.ts';
import { alternate } from '../measure/alternate.ts';
import { ensureWrk } from '../services/wrk.ts';
import { startBareServer } from './bare-process.ts';
import { openServices } from './open-services.ts';
import { startTurnServer } from './turn-server.ts';
import { visitUsers } from './visit-users.ts';
import { wrkSide } from './wrk-side.ts';

const names = { redis: 'counters in Redis', memory: 'counters in the process', bare: 'bare echo' };

/** P4: admissions and settlements over HTTP, durable before the answer, against an echo of the same bodies. */
export async function runTurnsBenchmark(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const wrk = await ensureWrk(options.log);
  await using services = await openServices(options.log);
  const { redis, keep } = services;
  const onRedis = keep(await startTurnServer({ ...services, redisUrl: redis.url }));
  const inMemory = keep(await startTurnServer(services));
  for (const server of [onRedis, inMemory]) await visitUsers(server);
  const bare = keep(await startBareServer('echo-server', { BENCH_KEY: onRedis.key }));
  const measured = await alternate(
    [
      wrkSide({ name: names.redis, wrk, ...onRedis, sends: 'turns' }),
      wrkSide({ name: names.memory, wrk, ...inMemory, sends: 'turns' }),
      wrkSide({ name: names.bare, wrk, url: bare.url, key: onRedis.key, sends: 'turns' }),
    ],
    options,
  );
  const theirs = measured.median(names.bare, 'perSecond');
  const line = (name: string, bounds: Pick<Line, 'must' | 'aim'>): Line => {
    const ours = measured.median(name, 'perSecond');
    const p99 = (side: string) => measured.median(side, 'p99Ms').toFixed(1);
    return {
      id: 'P4',
      what: `admit and settle over HTTP, ${name}`,
      measured: ours / theirs,
      ...bounds,
      detail: `${Math.round(ours)} against ${Math.round(theirs)} requests/s, p99 ${p99(name)} against ${p99(names.bare)} ms`,
    };
  };
  return {
    lines: [
      line(names.redis, { must: times(0.25), aim: times(0.33) }),
      line(names.memory, { must: null, aim: null }),
    ],
    raw: measured.rounds,
  };
}
