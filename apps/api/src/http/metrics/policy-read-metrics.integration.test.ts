import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningApp, runApp } from '../../testing/running-app.ts';

const userCount = 10;
const batchSize = 400;
const batchCount = 10;

let running: RunningApp;
let token: string;

beforeAll(async () => {
  running = await runApp();
  token = await running.tokenOf('admin');
});

afterAll(() => running[Symbol.asyncDispose]());

type Reads = { readonly memory: number; readonly database: number };

async function policyReads(): Promise<Reads> {
  const text = await (await running.call('/metrics')).text();
  const of = (tier: string) =>
    Number(new RegExp(`^purser_policy_reads_total{tier="${tier}"} (\\d+)$`, 'm').exec(text)?.[1]);
  return { memory: of('memory'), database: of('database') };
}

/** Thousands of admissions; answers how many were decided each way and what they read. */
async function load(name: string): Promise<{ decisions: Record<string, number>; reads: Reads }> {
  const before = await policyReads();
  const decisions: Record<string, number> = {};
  for (let batch = 0; batch < batchCount; batch += 1) {
    const operations = Array.from({ length: batchSize }, (_, index) => ({
      op: 'admit',
      turn_id: `${name}-${batch}-${index}`,
      user_id: `${name}-${index % userCount}`,
    }));
    const answer = await running.call('/api/v1/turns:batch', { token, body: { operations } });
    const { items } = (await answer.json()) as { items: readonly { decision?: string }[] };
    for (const { decision = 'failed' } of items) {
      decisions[decision] = (decisions[decision] ?? 0) + 1;
    }
  }
  const { memory, database } = await policyReads();
  return {
    decisions,
    reads: { memory: memory - before.memory, database: database - before.database },
  };
}

it('counts nothing before the first decision', async () => {
  expect(await policyReads()).toEqual({ memory: 0, database: 0 });
});

it('decisions under load read at most one rule in a hundred from the database, though all are denied', async () => {
  const { decisions, reads } = await load('denied');
  expect(decisions).toEqual({ denied: batchSize * batchCount });
  expectFewFromDatabase(reads);
});

it('decisions under load read at most one rule in a hundred from the database, once some are admitted', async () => {
  await running.call('/api/v1/admin/control-plane/app-budget/topup', {
    token,
    body: { usd_amount: 100 },
  });
  const { decisions, reads } = await load('admitted');
  // Two at a time is what the free plan lets a user run.
  expect(decisions).toEqual({
    admitted: 2 * userCount,
    denied: batchSize * batchCount - 2 * userCount,
  });
  expectFewFromDatabase(reads);
});

function expectFewFromDatabase({ memory, database }: Reads): void {
  expect(database).toBeGreaterThanOrEqual(userCount);
  // Each admission reads its user and the rules of the project.
  expect(memory + database).toBeGreaterThanOrEqual(2 * batchSize * batchCount);
  expect(database / (memory + database)).toBeLessThanOrEqual(0.01);
}
