import { type BenchmarkOptions, type BenchmarkResult, times } from '../benchmark.ts';
import { alternate } from '../measure/alternate.ts';
import { post } from '../server/purser-process.ts';
import { ensureWrk } from '../services/wrk.ts';
import { startBareServer } from './bare-process.ts';
import { openServices } from './open-services.ts';
import { admissionBody, startTurnServer } from './turn-server.ts';
import { visitUsers } from './visit-users.ts';
import { wrkSide } from './wrk-side.ts';

const names = { product: 'purser check', bare: 'bare Fastify and one Lua call' };

/** P3: checks over HTTP with counters in Redis, against the same route doing one trivial Lua call. */
export async function runCheckBenchmark(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const wrk = await ensureWrk(options.log);
  await using services = await openServices(options.log);
  const { redis, keep } = services;
  const { url, key } = keep(await startTurnServer({ ...services, redisUrl: redis.url }));
  await visitUsers({ url, key });
  const sample = await post(
    `${url}/api/v1/turns:check`,
    key,
    JSON.parse(admissionBody('sample', 1)),
  );
  const bare = keep(
    await startBareServer('lua-server', {
      BENCH_KEY: key,
      BENCH_ANSWER: JSON.stringify(sample),
      BENCH_REDIS_URL: redis.url,
    }),
  );
  const measured = await alternate(
    [
      wrkSide({ name: names.product, wrk, url, key, sends: 'check' }),
      wrkSide({ name: names.bare, wrk, url: bare.url, key, sends: 'check' }),
    ],
    options,
  );
  const ours = measured.median(names.product, 'perSecond');
  const theirs = measured.median(names.bare, 'perSecond');
  const p99 = (name: string) => measured.median(name, 'p99Ms').toFixed(1);
  return {
    lines: [
      {
        id: 'P3',
        what: 'checks over HTTP, counters in Redis',
        measured: ours / theirs,
        must: times(0.6),
        aim: times(0.8),
        detail: `${Math.round(ours)} against ${Math.round(theirs)} checks/s, p99 ${p99(names.product)} against ${p99(names.bare)} ms`,
      },
    ],
    raw: measured.rounds,
  };
}
