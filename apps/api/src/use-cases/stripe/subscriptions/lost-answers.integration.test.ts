import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BillingWorld, openBillingWorld } from '../../../testing/billing-world.ts';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { done } from '../../../testing/subscription-world.ts';

let world: BillingWorld;
beforeEach(async () => {
  world = await openBillingWorld();
});
afterEach(async () => {
  try {
    expect(await brokenInvariants(world.pool)).toEqual([]);
  } finally {
    await world.close();
  }
});

const ada = { userId: 'ada' };
type Lost = 'before' | 'after';

/** Stripe's library repeats a call twice. */
const loseAnswers = (when: Lost, answer: 'close' | 500 = 'close') =>
  world.sim.control.failRequests({
    path: '/v1/subscriptions/*',
    method: 'POST',
    times: 3,
    when,
    answer,
  });
const reconcile = async () =>
  done(await world.useCases.stripe.reconcile(world.ctx, { kind: 'all', limit: 50 }, {}));
const request = async (kind: string) =>
  (
    await world.pool.query(
      'SELECT status, calls FROM stripe_request WHERE kind = $1 ORDER BY created_at DESC LIMIT 1',
      [kind],
    )
  ).rows[0];
const atStripe = async () => (await world.stripe.subscriptions.list()).data[0];
const updates = () =>
  world.sim.state.events.all().filter(({ type }) => type === 'customer.subscription.updated')
    .length;
const openEvents = async () =>
  (
    await world.useCases.event.list(world.ctx, {
      statuses: ['failed', 'received', 'pending'],
      limit: 9,
    })
  ).items;

const changes = {
  cancel: {
    prepare: async () => undefined,
    ask: async () => done(await world.useCases.subscription.cancel(world.ctx, ada, {})),
    before: { cancelAtPeriodEnd: false },
    after: { cancelAtPeriodEnd: true, nextChargeAt: null },
  },
  resume: {
    prepare: async () => {
      done(await world.useCases.subscription.cancel(world.ctx, ada, {}));
      await world.hear();
    },
    ask: async () => done(await world.useCases.subscription.resume(world.ctx, ada, {})),
    before: { cancelAtPeriodEnd: true },
    after: { cancelAtPeriodEnd: false, nextChargeAt: new Date('2027-02-28T10:00:00.000Z') },
  },
  change_plan: {
    prepare: async () => undefined,
    ask: async () =>
      done(await world.useCases.subscription.changePlan(world.ctx, { ...ada, planId: 'pro' }, {})),
    before: { planId: 'basic' },
    after: { planId: 'pro', monthlyPriceMicroUsd: 30_000_000n },
  },
};
const kinds = ['cancel', 'resume', 'change_plan'] as const;

describe.each(kinds)('the answer to a %s that was lost (rules X2 and X3)', (kind) => {
  const change = changes[kind];

  it.each<Lost>(['after', 'before'])(
    '%s the work was done leaves it pending, and reconcile ends it, done once',
    async (when) => {
      await world.subscribe();
      await world.hear();
      await change.prepare();
      const told = updates();
      loseAnswers(when);
      await change.ask();
      expect(await request(kind)).toEqual({ status: 'pending', calls: 1 });
      expect(await world.read()).toMatchObject(change.before);
      expect(updates() - told).toBe(when === 'after' ? 1 : 0);
      world.sim.control.clearRequestFaults();
      expect(await reconcile()).toMatchObject({ reconciled: 1, applied: 1 });
      expect(await request(kind)).toMatchObject({ status: 'succeeded' });
      expect(await world.read()).toMatchObject(change.after);
      expect(updates() - told).toBe(1);
      await world.hear();
      expect(await world.read()).toMatchObject(change.after);
      expect(await openEvents()).toEqual([]);
    },
  );

  it('is not needed where the webhook tells first, and a fault at Stripe decides nothing', async () => {
    await world.subscribe();
    await world.hear();
    await change.prepare();
    loseAnswers('after', 500);
    await change.ask();
    expect(await request(kind)).toMatchObject({ status: 'pending' });
    await world.hear();
    expect(await world.read()).toMatchObject(change.after);
    world.sim.control.clearRequestFaults();
    await Promise.all([reconcile(), reconcile(), world.hear()]);
    expect(await request(kind)).toMatchObject({ status: 'succeeded' });
    expect(await world.read()).toMatchObject(change.after);
    expect(await openEvents()).toEqual([]);
  });

  it('is waited for by every other change, and is the same request where it is asked again', async () => {
    await world.subscribe();
    await world.hear();
    await change.prepare();
    loseAnswers('before');
    await change.ask();
    const waits = { ok: false, rejection: { code: 'in_progress' } };
    const { subscription } = world.useCases;
    const others = {
      cancel: () => subscription.cancel(world.ctx, ada, {}),
      resume: () => subscription.resume(world.ctx, ada, {}),
      change_plan: () => subscription.changePlan(world.ctx, { ...ada, planId: 'basic' }, {}),
    };
    for (const other of kinds.filter((one) => one !== kind || kind === 'change_plan')) {
      // A plan cannot be changed while the end waits, whatever is pending.
      if (kind === 'resume' && other === 'change_plan') continue;
      expect(await others[other]()).toMatchObject(waits);
    }
    world.sim.control.clearRequestFaults();
    await world.passTime(60_000);
    await change.ask();
    expect(await world.read()).toMatchObject(change.after);
    const { rows } = await world.pool.query('SELECT 1 FROM stripe_request WHERE kind = $1', [kind]);
    expect(rows).toHaveLength(1);
  });
});

describe('a request that was asked and has become pointless', () => {
  it('to cancel is done where Stripe has ended the subscription meanwhile', async () => {
    const made = await world.subscribe();
    await world.hear();
    loseAnswers('before');
    await changes.cancel.ask();
    world.sim.control.clearRequestFaults();
    await world.stripe.subscriptions.cancel(made.id);
    await world.hear();
    expect(await reconcile()).toMatchObject({ applied: 1 });
    expect(await world.read()).toMatchObject({ status: 'canceled', period: { status: 'closed' } });
  });

  it.each(['resume', 'change_plan'] as const)(
    'to %s has failed where Stripe has ended the subscription meanwhile, and says why',
    async (kind) => {
      const made = await world.subscribe();
      await world.hear();
      await changes[kind].prepare();
      loseAnswers('before');
      await changes[kind].ask();
      world.sim.control.clearRequestFaults();
      await world.stripe.subscriptions.cancel(made.id);
      await world.hear();
      expect(await reconcile()).toMatchObject({ failed: 1 });
      expect(await request(kind)).toMatchObject({ status: 'failed' });
      expect(await world.read()).toMatchObject({ status: 'canceled', planId: 'basic' });
      expect(await atStripe()).toBeUndefined();
    },
  );
});
