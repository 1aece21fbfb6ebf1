import { atMost, type BenchmarkOptions, type BenchmarkResult } from '../benchmark.ts';
import { median } from '../measure/median.ts';
import { watchMemory } from '../measure/resident-memory.ts';
import { ensureWrk } from '../services/wrk.ts';
import { openServices } from './open-services.ts';
import { startTurnServer } from './turn-server.ts';
import { visitUsers } from './visit-users.ts';
import { wrkSide } from './wrk-side.ts';

const usualMinutes = 10;
/** One run of wrk; another follows at once. */
const secondsOfRun = 15;
/** The first tenth of the time warms up; the second is what the last is compared with. */
const parts = 10;

/**
 * P11: the memory of one server that admits and settles for ten minutes, counters in Redis. The local
 * identity provider runs inside that process, so that it is counted too.
 */
export async function runMemoryBenchmark(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const wrk = await ensureWrk(options.log);
  await using services = await openServices(options.log);
  const { redis, keep } = services;
  const server = keep(await startTurnServer({ ...services, redisUrl: redis.url }));
  await visitUsers(server);
  const load = wrkSide({ name: 'turns', wrk, ...server, sends: 'turns', seconds: secondsOfRun });
  const minutes = options.minutes ?? usualMinutes;
  const endsAt = performance.now() + minutes * 60_000;
  const rates: number[] = [];
  const watch = watchMemory(server.pid);
  try {
    while (performance.now() < endsAt) {
      const { perSecond } = await load.measure();
      rates.push(perSecond);
      options.log(`${Math.round(perSecond)} requests/s, ${watch.readings.at(-1)?.toFixed(0)} MB`);
    }
  } finally {
    watch.stop();
  }
  const { readings } = watch;
  const part = (index: number) => {
    const length = readings.length / parts;
    return median(readings.slice(Math.floor(index * length), Math.ceil((index + 1) * length)));
  };
  const [warm, last, highest] = [part(1), part(parts - 1), Math.max(...readings)];
  const detail = `${warm.toFixed(0)} MB after warm-up, ${last.toFixed(0)} MB at the end, after ${minutes} minutes at ${Math.round(median(rates))} requests/s`;
  return {
    lines: [
      {
        id: 'P11',
        what: 'memory at the end against after warm-up',
        measured: last / warm,
        must: atMost(1.2, '×'),
        aim: atMost(1.05, '×'),
        detail,
      },
      {
        id: 'P11',
        what: 'most memory in between',
        measured: highest,
        must: atMost(350, ' MB'),
        aim: atMost(250, ' MB'),
        detail,
      },
    ],
    raw: { megabytes: readings, requestsPerSecond: rates },
  };
}
