import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { brokenInvariants } from '../../src/testing/check-books.ts';
import { booksOf } from './books.ts';
import { openServerStage, type ServerStage, shim } from './stage.ts';
import { type ServerStory, serverStories } from './stories.ts';

/** Of every story so many points, evenly spread from one that the seed draws; all of them in the long run. */
const pointsMax = Number(process.env.PURSER_MODEL_RUNS ?? 1);
const seed = Number(process.env.PURSER_CRASH_SEED ?? Date.now() % 1_000_000);

let stage: ServerStage;
beforeAll(async () => {
  stage = await openServerStage();
  stage.sim.control.ensurePrice({ id: 'price_gold', productName: 'gold', unitAmount: 1_000 });
  const body = JSON.stringify({
    ...{ plan_id: 'gold', provider: 'stripe', monthly_price_cents: 1_000 },
    stripe_price_id: 'price_gold',
  });
  const made = await stage.ask({ path: `${shim}/subscriptions/plans`, body });
  if (made?.ok !== true) throw new Error(`The plan was not made: ${await made?.text()}`);
}, 90_000);
afterAll(async () => {
  try {
    expect(await brokenInvariants(stage.pool())).toEqual([]);
  } finally {
    await stage[Symbol.asyncDispose]();
  }
});

const count = async (sql: string, values: readonly string[] = []): Promise<number> =>
  (await stage.pool().query(`SELECT count(*)::int FROM ${sql}`, [...values])).rows[0]?.count;

const waiting = `external_event WHERE status = 'received'`;
const requested = `stripe_request r JOIN app_user u ON (u.tenant_id, u.project_id, u.id) = (r.tenant_id, r.project_id, r.user_id)
  WHERE u.external_id = $1`;

let users = 0;

/** A story told to a server that dies at a point, if it comes there, and what is there after one reconcile. */
async function tell(story: ServerStory, faultPoint: number) {
  users += 1;
  const userId = `user-${users}`;
  const asking = await story(stage, userId);
  const answer = await stage.ask(asking, faultPoint);
  // A webhook is answered before it is processed.
  await vi.waitFor(
    async () => {
      if (stage.isAlive() && answer === null) throw new Error('It has not gone yet.');
      if (stage.isAlive() && (await count(waiting)) > 0) throw new Error('An event waits.');
    },
    { timeout: 20_000 },
  );
  const wasKilled = !stage.isAlive();
  if (wasKilled) {
    expect(await stage.died()).toBe('SIGKILL');
    await stage.startAgain();
    await timePasses();
    // Nobody repeats what was stored.
    if ((await count(requested, [userId])) === 0) await stage.ask(asking);
  }
  await stage.reconcile();
  return { wasKilled, end: await booksOf(stage, userId) };
}

/** What the process that died had taken for itself is free again. */
async function timePasses(): Promise<void> {
  await stage.pool().query(
    `UPDATE stripe_request SET claimed_until = claimed_until - interval '5 minutes',
            next_call_at = next_call_at - interval '5 minutes' WHERE status = 'pending'`,
  );
}

describe(`a server that is killed with SIGKILL at any await, and one reconcile of the next one (seed ${seed})`, () => {
  it.each(Object.entries(serverStories))(
    'leave what was there without the kill: %s',
    async (name, story) => {
      const whole = await tell(story, 0);
      const points = stage.points();
      expect(points).toBeGreaterThan(5);
      const step = Math.max(1, Math.ceil(points / pointsMax));
      let kills = 0;
      // How many statements there are depends on what a server has cached: the last ones may not come.
      const first = 1 + (seed % Math.max(1, Math.floor((step * 2) / 3)));
      for (let at = first; at <= points; at += step) {
        const { wasKilled, end } = await tell(story, at);
        if (wasKilled) kills += 1;
        expect(end, `killed at point ${at} of ${points}`).toEqual(whole.end);
      }
      console.info(`${name}: killed at ${kills} of ${points} points`);
      expect(kills).toBeGreaterThan(0);
    },
    7_200_000,
  );
});
