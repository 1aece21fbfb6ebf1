import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../src/testing/check-books.ts';
import { readEndState } from './end-state.ts';
import { type Doomed, doomedAt } from './fault-points.ts';
import { openRoom, type Room } from './room.ts';
import { openStage, type Stage } from './stage.ts';
import { type Story, stories } from './stories.ts';

/** Of every story so many points, evenly spread from one that the seed draws; all of them in the long run. */
const pointsMax = Number(process.env.PURSER_MODEL_RUNS ?? 4);
const seed = Number(process.env.PURSER_MODEL_SEED ?? Date.now() % 1_000_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  try {
    expect(await brokenInvariants(stage.world.pool)).toEqual([]);
  } finally {
    await stage.close();
  }
});

/** What there is at Stripe, without ids. */
function atStripe({ sim: { state } }: Room) {
  return {
    customers: state.customers.size,
    payments: state.paymentIntents.all().map(({ status, amount_received: paid }) => [status, paid]),
    refunds: state.refunds.all().map(({ status, amount }) => [status, amount]),
    invoices: state.invoices.all().map(({ status, amount_paid: paid }) => [status, paid]),
    subscriptions: state.subscriptions
      .all()
      .map(({ status, cancel_at_period_end: ends }) => [status, ends]),
    disputes: state.disputes.all().map(({ status }) => status),
  };
}

const countRequests = 'SELECT count(*)::int FROM stripe_request WHERE project_id = $1';

/** Tells a story to a process that may die, and lets another one clear up; answers what is there at the end. */
async function tell({ prepare, command, after }: Story, doomed: Doomed) {
  const room = await openRoom(stage);
  const requests = async () =>
    (await stage.world.pool.query(countRequests, [room.ctx.scope.projectId])).rows[0]?.count;
  try {
    await prepare(room);
    const before = await requests();
    room.restart(doomed.decorate);
    const running = (async () => {
      await command?.(room);
      await room.hear();
      return 'ended' as const;
    })();
    const end = await Promise.race([running, doomed.stopped]);
    room.restart();
    // Nobody repeats what was stored.
    if (end === 'stopped' && (await requests()) === before) await command?.(room);
    await room.reconcile();
    after?.(room);
    await room.hear();
    await room.settle();
    await room.reconcile();
    const books = await readEndState(stage.world.pool, room.ctx.scope);
    return { end, state: { books, stripe: atStripe(room) } };
  } finally {
    await room.close();
  }
}

const never = Number.POSITIVE_INFINITY;

describe(`a process that is killed at any await, and one reconcile of the next one (seed ${seed})`, () => {
  it.each(Object.entries(stories))(
    'leave what was there without the crash: %s',
    async (_name, story) => {
      const whole = doomedAt(never);
      const { state } = await tell(story, whole);
      const points = whole.points();
      const step = Math.max(1, Math.ceil(points / pointsMax));
      for (let at = 1 + (seed % step); at <= points; at += step) {
        const doomed = doomedAt(at);
        const end = await tell(story, doomed);
        expect(end, `killed at point ${at} of ${points}, ${doomed.place()}`).toEqual({
          end: 'stopped',
          state,
        });
      }
    },
    3_600_000,
  );
});
