import { randomBytes } from 'node:crypto';
import { atMost, type BenchmarkOptions, type BenchmarkResult } from '../benchmark.ts';
import { alternate, type Side } from '../measure/alternate.ts';
import { type LatencyReading, openLoop } from '../measure/open-loop.ts';
import { post } from '../server/purser-process.ts';
import { startBareServer } from './bare-process.ts';
import { keepAliveClient } from './keep-alive-client.ts';
import { openServices } from './open-services.ts';
import { admissionBody, startTurnServer, users } from './turn-server.ts';
import { visitUsers } from './visit-users.ts';

const perSecond = 1_000;
const seconds = 10;
const names = { product: 'purser admission', bare: 'bare Fastify and one INSERT' };

/** P17: how long durable admissions take at 1,000 a second, against one INSERT in its own commit. */
export async function runLatencyBenchmark(options: BenchmarkOptions): Promise<BenchmarkResult> {
  await using services = await openServices(options.log);
  const { redis, postgres, keep } = services;
  const { url, key } = keep(await startTurnServer({ ...services, redisUrl: redis.url }));
  await visitUsers({ url, key });
  const sample = await post(`${url}/api/v1/turns`, key, JSON.parse(admissionBody('sample', 1)));
  const bare = keep(
    await startBareServer('insert-server', {
      BENCH_KEY: key,
      BENCH_ANSWER: JSON.stringify(sample),
      BENCH_DATABASE_URL: postgres.url,
    }),
  );
  const measured = await alternate(
    [sideOf({ name: names.product, url, key }), sideOf({ name: names.bare, url: bare.url, key })],
    options,
  );
  const of = (figure: keyof LatencyReading) => {
    const ours = measured.median(names.product, figure);
    const theirs = measured.median(names.bare, figure);
    return { ratio: ours / theirs, text: `${ours.toFixed(2)} against ${theirs.toFixed(2)} ms` };
  };
  const [p50, p99, p999] = [of('p50Ms'), of('p99Ms'), of('p999Ms')];
  return {
    lines: [
      {
        id: 'P17',
        what: `p99 of admissions at ${perSecond}/s`,
        measured: p99.ratio,
        must: atMost(2, '×'),
        aim: atMost(1.2, '×'),
        detail: `p50 ${p50.text}, p99 ${p99.text}, p99.9 ${p999.text}`,
      },
    ],
    raw: measured.rounds,
  };
}

function sideOf({
  name,
  url,
  key,
}: {
  readonly name: string;
  readonly url: string;
  readonly key: string;
}): Side<LatencyReading> {
  const client = keepAliveClient(url, key);
  return {
    name,
    measure: async () => {
      const run = randomBytes(6).toString('hex');
      const first = Math.floor(Math.random() * users);
      try {
        return await openLoop({
          perSecond,
          seconds,
          work: (piece) =>
            client.post(
              '/api/v1/turns',
              admissionBody(`${run}-${piece}`, first + piece),
              '"admitted"',
            ),
        });
      } finally {
        client.close();
      }
    },
  };
}
