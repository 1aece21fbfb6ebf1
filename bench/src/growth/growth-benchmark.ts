import { randomBytes } from 'node:crypto';
import { atMost, type BenchmarkOptions, type BenchmarkResult, type Line } from '../benchmark.ts';
import { openServices } from '../http/open-services.ts';
import { alternate, type Side } from '../measure/alternate.ts';
import { closedLoop } from '../measure/closed-loop.ts';
import { median } from '../measure/median.ts';
import type { Size } from './fill-history.ts';
import { buildHistory, type GrowthServer, ledgerRows, startGrowthServer } from './growth-server.ts';
import { keptDatabase, startKeptPostgres } from './kept-postgres.ts';

const small: Size = { name: 'small', users: 1_000, turns: 0 };
/** Three transfers for each turn: 10,000,000 rows. */
const large: Size = { name: 'large', users: 1_000_000, turns: 3_333_334 };

/** So many of either's users are asked about, spread over all of them. */
const askedUsers = 1_000;
/** Few enough that what is measured is an answer's time and not a queue's. */
const callers = 4;
const durationMs = 3_000;

/** P9: what an admission and a breakdown take in a small project, and in one that has grown. */
export async function runGrowthBenchmark(options: BenchmarkOptions): Promise<BenchmarkResult> {
  await using services = await openServices(options.log);
  const { redis, dataDir, keep } = services;
  const postgres = keep(await startKeptPostgres(options.log));
  const open = async (size: Size, redisDatabase: number) => {
    const redisUrl = new URL(redis.url);
    redisUrl.pathname = `/${redisDatabase}`;
    const terms = { postgres, dataDir, redisUrl: redisUrl.href };
    const databaseUrl = await keptDatabase(postgres, size.name, async (url) => {
      options.log(`building ${size.name}: ${size.users} users, ${3 * size.turns} ledger rows`);
      await buildHistory({ ...terms, databaseUrl: url }, size);
    });
    const server = keep(await startGrowthServer({ ...terms, databaseUrl }));
    return { size, server, rows: await ledgerRows(databaseUrl) };
  };
  const [before, after] = [await open(small, 1), await open(large, 2)];
  const met = { before: await meetUsers(before), after: await meetUsers(after) };
  const admissions = await alternate([admissionsOf(before), admissionsOf(after)], options);
  const breakdowns = await alternate([breakdownsOf(before), breakdownsOf(after)], options);
  for (const { server } of [before, after]) server.close();
  const line = (what: string, measured: typeof admissions): Line => {
    const [fresh, grown] = [small, large].map(({ name }) => measured.median(name, 'medianMs'));
    return {
      id: 'P9',
      what: `${what}, grown against small`,
      measured: (grown ?? Number.NaN) / (fresh ?? Number.NaN),
      must: atMost(1.3, '×'),
      aim: atMost(1.1, '×'),
      detail: `${grown?.toFixed(2)} against ${fresh?.toFixed(2)} ms; ${after.rows} against ${before.rows} ledger rows, users met for the first time ${met.after.toFixed(1)} against ${met.before.toFixed(1)} ms`,
    };
  };
  return {
    lines: [line('an admission', admissions), line('a breakdown', breakdowns)],
    raw: { met, admissions: admissions.rounds, breakdowns: breakdowns.rounds },
  };
}

type Opened = { readonly size: Size; readonly server: GrowthServer };

/** Asks once for every user that will be measured; answers the median time of these first admissions. */
async function meetUsers({ size, server }: Opened): Promise<number> {
  const times: number[] = [];
  for (let place = 0; place < askedUsers; place += callers) {
    const places = Array.from({ length: callers }, (_, index) => place + index);
    const run = randomBytes(6).toString('hex');
    times.push(
      ...(await Promise.all(places.map((p) => server.admit(`${run}-${p}`, userAt(size, p))))),
    );
    await Promise.all(places.map((p) => server.breakdown(userAt(size, p))));
  }
  return median(times);
}

function admissionsOf({ size, server }: Opened): Side {
  const run = randomBytes(6).toString('hex');
  let made = 0;
  return sideOf(size, (user) => server.admit(`${run}-${++made}`, user));
}

function breakdownsOf({ size, server }: Opened): Side {
  return sideOf(size, server.breakdown);
}

function sideOf(size: Size, ask: (user: string) => Promise<number>): Side {
  return {
    name: size.name,
    measure: async () => {
      const times: number[] = [];
      let next = Math.floor(Math.random() * askedUsers);
      const work = async () => {
        next += 1;
        times.push(await ask(userAt(size, next % askedUsers)));
      };
      const { perSecond } = await closedLoop({ callers, durationMs, work });
      return { medianMs: median(times), perSecond };
    },
  };
}

function userAt({ users }: Size, place: number): string {
  return `user-${Math.floor((place * users) / askedUsers)}`;
}
