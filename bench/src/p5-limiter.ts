import { connectRedis, type RedisClient } from '@purser/api/src/adapters/redis/redis-client.ts';
import { redisCounters } from '@purser/api/src/adapters/redis/redis-counters.ts';
import type { Counters } from '@purser/api/src/ports/counters.ts';
import { RateLimiterRedis, RateLimiterUnion } from 'rate-limiter-flexible';
import {
  counterScope,
  emptyLoad,
  emptyProvidersLoad,
  questionFor,
  userAt,
} from './p5-questions.ts';

/** P5: the limiter alone, against rate-limiter-flexible on the same Redis and client settings. */

export type P5Options = {
  /** A logical database of its own: it is flushed in every round. */
  readonly redisUrl: string;
  /** At least 5 count as a measurement. */
  readonly rounds?: number;
  readonly decisionsPerRound?: number;
  readonly callers?: number;
  readonly users?: number;
};

export type P5Subject =
  | 'one window'
  | 'seven windows in a union'
  | 'purser, one scope'
  | 'purser, two scopes'
  | 'purser, one scope and three provider budgets';

export type P5Result = {
  /** Median decisions per second. */
  readonly perSecond: Readonly<Record<P5Subject, number>>;
  /** Purser in one scope over rate-limiter-flexible: the two ratios that have a target. */
  readonly ratioToOneWindow: number;
  readonly ratioToSevenWindows: number;
  readonly rounds: Readonly<Record<P5Subject, readonly number[]>>;
};

type Subject = {
  readonly name: P5Subject;
  readonly prepare: () => Promise<void>;
  readonly decide: (user: number, turn: number) => Promise<unknown>;
};

/** Runs the subjects in turn, round after round, and answers medians. */
export async function runP5(options: P5Options): Promise<P5Result> {
  const { rounds = 5, decisionsPerRound = 20_000, callers = 64, users = 10_000 } = options;
  const client = connectRedis(options.redisUrl);
  try {
    await new Promise((resolve) => client.once('ready', resolve));
    const subjects = [...baselines(client), ...ours(client, users)];
    const measured = Object.fromEntries(
      subjects.map(({ name }): [P5Subject, number[]] => [name, []]),
    ) as Record<P5Subject, number[]>;
    // The first round warms the compiled code up on both sides and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      for (const subject of subjects) {
        await client.flushdb();
        await subject.prepare();
        const perSecond = await measure(subject, { decisionsPerRound, callers, users });
        if (round > 0) measured[subject.name].push(perSecond);
      }
    }
    return summarize(measured);
  } finally {
    client.disconnect();
  }
}

async function measure(
  subject: Subject,
  {
    decisionsPerRound,
    callers,
    users,
  }: { readonly decisionsPerRound: number; readonly callers: number; readonly users: number },
): Promise<number> {
  let asked = 0;
  const caller = async () => {
    while (asked < decisionsPerRound) {
      const turn = asked;
      asked += 1;
      await subject.decide(turn % users, turn);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: callers }, caller));
  return decisionsPerRound / ((performance.now() - startedAt) / 1_000);
}

function baselines(client: RedisClient): Subject[] {
  // The library's own script goes through the client's automatic pipelines, as its users have it.
  const limiter = (keyPrefix: string) =>
    new RateLimiterRedis({ storeClient: client, keyPrefix, points: 1_000_000, duration: 3_600 });
  const one = limiter('one');
  const seven = new RateLimiterUnion(...Array.from({ length: 7 }, (_, at) => limiter(`w${at}`)));
  const prepare = async () => undefined;
  return [
    { name: 'one window', prepare, decide: (user) => one.consume(userAt(user)) },
    { name: 'seven windows in a union', prepare, decide: (user) => seven.consume(userAt(user)) },
  ];
}

function ours(client: RedisClient, users: number): Subject[] {
  const counters = redisCounters(client);
  const subject = (name: P5Subject, scopes: readonly string[], providers: boolean): Subject => ({
    name,
    prepare: () => loadAll(counters, users, scopes),
    decide: async (user, turn) => {
      const answer = await counters.decide(
        counterScope,
        questionFor({ user, turn, scopes, providers }),
      );
      if (answer.kind !== 'decided' || answer.denied) throw new Error('P5 measures admissions.');
    },
  });
  return [
    subject('purser, one scope', ['*'], false),
    subject('purser, two scopes', ['*', 'chat'], false),
    subject('purser, one scope and three provider budgets', ['*'], true),
  ];
}

async function loadAll(counters: Counters, users: number, scopes: readonly string[]) {
  const epoch = await counters.begin(counterScope, '1');
  await counters.loadProviders(counterScope, epoch, emptyProvidersLoad);
  for (let first = 0; first < users; first += 500) {
    const some = Array.from({ length: Math.min(500, users - first) }, (_, at) => first + at);
    await Promise.all(
      some.map((user) => counters.loadUser(counterScope, epoch, emptyLoad(user, scopes))),
    );
  }
}

function summarize(rounds: Record<P5Subject, number[]>): P5Result {
  const perSecond = Object.fromEntries(
    Object.entries(rounds).map(([name, values]) => [name, median(values)]),
  ) as Record<P5Subject, number>;
  const mine = perSecond['purser, one scope'];
  return {
    perSecond,
    ratioToOneWindow: mine / perSecond['one window'],
    ratioToSevenWindows: mine / perSecond['seven windows in a union'],
    rounds,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
