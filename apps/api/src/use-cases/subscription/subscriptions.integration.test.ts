import type { SubscriptionView } from '@purser/schema/contract/subscription';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdminWorld, openAdminWorld, worldNow } from '../../testing/admin-world.ts';
import { brokenInvariants } from '../../testing/check-books.ts';

let world: AdminWorld;
beforeEach(async () => {
  world = await openAdminWorld();
  await plan('pro', 30_000_000n);
  await plan('basic', 10_000_000n);
});
afterEach(async () => {
  expect(await brokenInvariants(world.pool)).toEqual([]);
  await world.close();
});

const key = 'internal:home:demo:ada:2026-12-22T12:00:00.000Z';
const nextKey = 'internal:home:demo:ada:2027-01-22T12:00:00.000Z';
const day = (text: string) => new Date(`${text}T12:00:00.000Z`);

async function plan(planId: string, monthlyPriceMicroUsd: bigint, more: object = {}) {
  const input = { planId, monthlyPriceMicroUsd, ...more };
  await accepted(world.useCases.plan.upsert(world.ctx, input, {}));
}

async function accepted<Value>(
  running: Promise<{ ok: true; value: Value } | { ok: false; rejection: unknown }>,
): Promise<Value> {
  const outcome = await running;
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection));
  return outcome.value;
}

const subscription = () => world.useCases.subscription;
const ada = { userId: 'ada' };

async function subscribe(planId = 'basic'): Promise<SubscriptionView> {
  const created = await accepted(subscription().create(world.ctx, { ...ada, planId }, {}));
  return created.subscription;
}

async function read(): Promise<SubscriptionView> {
  const view = await subscription().get(world.ctx, ada);
  if (view === null) throw new Error('There is no subscription.');
  return view;
}

async function projectBalance(): Promise<bigint> {
  return (await world.useCases.budget.project(world.ctx, {})).balanceMicroUsd;
}

describe('creating a subscription (rules S2 and S3)', () => {
  it('opens the first period and pays the price into it', async () => {
    const created = await subscribe();
    expect(created).toMatchObject({
      userId: 'ada',
      planId: 'basic',
      status: 'active',
      isActive: true,
      monthlyPriceMicroUsd: 10_000_000n,
      nextChargeAt: day('2026-12-22'),
      lastChargedAt: worldNow,
      period: {
        key,
        status: 'open',
        startsAt: worldNow,
        endsAt: day('2026-12-22'),
        balanceMicroUsd: 10_000_000n,
        availableMicroUsd: 10_000_000n,
        toppedUpMicroUsd: 10_000_000n,
        rolledOverMicroUsd: 0n,
        spentMicroUsd: 0n,
      },
      lifetimeAddedMicroUsd: 10_000_000n,
    });
    expect(await read()).toEqual(created);
    const page = await subscription().list(world.ctx, { limit: 10 });
    expect(page).toEqual({ items: [created], nextCursor: null });
    const transfers = await subscription().periodTransfers(world.ctx, {
      ...ada,
      periodKey: key,
      limit: 10,
    });
    expect(transfers?.items).toMatchObject([
      { kind: 'subscription_renewal', amountMicroUsd: 10_000_000n, debit: { kind: 'funding' } },
    ]);
    const breakdown = await world.useCases.quota.breakdown(world.ctx, ada);
    expect(breakdown).toMatchObject({
      planId: 'basic',
      subscription: { active: true, periodKey: key, balanceMicroUsd: 10_000_000n },
    });
  });

  it('says what it would do in a dry run, exactly, and does nothing', async () => {
    const dry = await subscription().create(world.ctx, { ...ada, planId: 'pro' }, { dryRun: true });
    expect(await subscription().get(world.ctx, ada)).toBeNull();
    const made = await subscribe('pro');
    const preview = dry.ok ? dry.value.subscription : null;
    expect({ ...preview, id: '', period: { ...preview?.period, subscriptionId: '' } }).toEqual({
      ...made,
      id: '',
      period: { ...made.period, subscriptionId: '' },
    });
  });

  it('answers the same again as a duplicate, and another plan as a conflict', async () => {
    const first = await subscribe();
    const again = await subscription().create(world.ctx, { ...ada, planId: 'basic' }, {});
    expect(again).toMatchObject({ ok: true, value: { action: 'duplicate', subscription: first } });
    const other = await subscription().create(world.ctx, { ...ada, planId: 'pro' }, {});
    expect(other).toMatchObject({ ok: false, rejection: { code: 'subscription_exists' } });
  });

  it('refuses plans that are missing, inactive, of another provider, or charged by Stripe', async () => {
    await plan('old', 5n, { active: false });
    await plan('card', 5n, { provider: 'stripe', stripePriceId: 'price_1' });
    const codeOf = async (input: object) => {
      const outcome = await subscription().create(world.ctx, { ...ada, planId: '', ...input }, {});
      return outcome.ok ? outcome.value.action : outcome.rejection.code;
    };
    expect(await codeOf({ planId: 'nothing' })).toBe('not_found');
    expect(await codeOf({ planId: 'old' })).toBe('plan_inactive');
    expect(await codeOf({ planId: 'basic', provider: 'stripe' })).toBe('invalid_value');
    expect(await codeOf({ planId: 'card' })).toBe('stripe_not_configured');
    expect(await world.useCases.user.get(world.ctx, ada)).toBeNull();
  });

  it('opens no period for a plan without a price, which is active while its status is', async () => {
    expect(await subscribe('free')).toMatchObject({
      isActive: true,
      period: null,
      nextChargeAt: null,
    });
    await world.setNow(day('2028-01-01'));
    expect(await read()).toMatchObject({ isActive: true });
  });

  it('gives one of fifty at once the subscription, and the money once', async () => {
    const creations = Array.from({ length: 50 }, () =>
      subscription().create(world.ctx, { ...ada, planId: 'basic' }, {}),
    );
    const outcomes = await Promise.all(creations);
    const actions = outcomes.map((each) => (each.ok ? each.value.action : each.rejection.code));
    expect(actions.filter((action) => action === 'created')).toHaveLength(1);
    expect(actions.filter((action) => action === 'duplicate')).toHaveLength(49);
    expect((await read()).lifetimeAddedMicroUsd).toBe(10_000_000n);
  });
});

describe('renewing a subscription (rules S4 and S5)', () => {
  const renew = (input: object = {}) =>
    accepted(subscription().renew(world.ctx, { ...ada, ...input }, {}));

  it('closes the period at its end, rolls the rest over, and opens the next', async () => {
    await subscribe();
    expect(await renew()).toMatchObject({ action: 'not_due', nextChargeAt: day('2026-12-22') });
    await world.setNow(day('2026-12-23'));
    const before = await projectBalance();
    const renewal = await renew({ chargeAt: day('2026-12-22') });
    expect(renewal).toEqual({
      action: 'applied',
      externalId: `renewal:${key}`,
      closedPeriodKey: key,
      openedPeriodKey: nextKey,
      toppedUpMicroUsd: 10_000_000n,
      rolledOverMicroUsd: 10_000_000n,
      skippedPeriods: 0,
      chargedAt: day('2026-12-22'),
      nextChargeAt: day('2027-01-22'),
    });
    expect((await projectBalance()) - before).toBe(10_000_000n);
    expect(await read()).toMatchObject({
      period: { key: nextKey, startsAt: day('2026-12-22'), endsAt: day('2027-01-22') },
      lastChargedAt: day('2026-12-22'),
      lifetimeAddedMicroUsd: 20_000_000n,
    });
    expect(await renew({ periodKey: key })).toEqual({ ...renewal, action: 'duplicate' });
    expect(await renew()).toMatchObject({ action: 'not_due' });
    const periods = await subscription().periods(world.ctx, { ...ada, limit: 10 });
    expect(periods.items).toMatchObject([
      { key: nextKey, status: 'open' },
      { key, status: 'closed', balanceMicroUsd: 0n, rolledOverMicroUsd: 10_000_000n },
    ]);
  });

  it('ends a period early when it is named, and the next to the old end and a month', async () => {
    await subscribe();
    await world.setNow(day('2026-12-01'));
    expect(await renew({ periodKey: key })).toMatchObject({ openedPeriodKey: nextKey });
    expect((await read()).period).toMatchObject({
      startsAt: day('2026-12-01'),
      endsAt: day('2027-01-22'),
    });
  });

  it('opens only the period that contains now, and notes the missed ones, without money', async () => {
    await subscribe();
    await world.setNow(day('2027-04-10'));
    expect(await renew()).toMatchObject({ skippedPeriods: 3, toppedUpMicroUsd: 10_000_000n });
    expect(await read()).toMatchObject({
      period: {
        startsAt: day('2027-03-22'),
        endsAt: day('2027-04-22'),
        notes: '3 periods before it were missed.',
      },
      lifetimeAddedMicroUsd: 20_000_000n,
    });
  });

  it('happens once, of fifty at once', async () => {
    await subscribe();
    await world.setNow(day('2026-12-22'));
    const all = await Promise.all(Array.from({ length: 50 }, () => renew({ periodKey: key })));
    expect(all.filter(({ action }) => action === 'applied')).toHaveLength(1);
    expect(all.filter(({ action }) => action === 'duplicate')).toHaveLength(49);
    const made = all.find(({ action }) => action === 'applied');
    for (const each of all) expect({ ...each, action: 'applied' }).toEqual(made);
    expect((await read()).lifetimeAddedMicroUsd).toBe(20_000_000n);
  });

  it('refuses a charge in the future, an unknown period, and subscriptions that do not renew', async () => {
    const codeOf = async (input: object) => {
      const outcome = await subscription().renew(world.ctx, { ...ada, ...input }, {});
      return outcome.ok ? outcome.value.action : outcome.rejection.code;
    };
    expect(await codeOf({})).toBe('not_found');
    await subscribe();
    expect(await codeOf({ chargeAt: day('2030-01-01') })).toBe('invalid_value');
    expect(await codeOf({ periodKey: 'nothing' })).toBe('not_found');
    await accepted(subscription().cancel(world.ctx, { ...ada, atPeriodEnd: true }, {}));
    expect(await codeOf({ periodKey: key })).toBe('nothing_to_do');
    await accepted(subscription().cancel(world.ctx, ada, {}));
    expect(await codeOf({})).toBe('not_found');
  });
});

describe('the money of the open period (rule S6)', () => {
  const topUp = (amountMicroUsd: bigint, force?: boolean) =>
    subscription().topUp(world.ctx, { ...ada, amountMicroUsd, force }, {});

  it('is topped up by hand once a period, unless forced', async () => {
    await subscribe();
    expect(await topUp(0n)).toMatchObject({ ok: false, rejection: { field: 'amountMicroUsd' } });
    expect(await accepted(topUp(2_500_000n))).toMatchObject({
      period: { balanceMicroUsd: 12_500_000n },
    });
    expect(await topUp(1n)).toMatchObject({ ok: false, rejection: { code: 'already_exists' } });
    expect(await accepted(topUp(1n, true))).toEqual(await read());
    expect(await accepted(topUp(1n, true))).toMatchObject({ nextChargeAt: day('2026-12-22') });
    expect((await read()).period?.toppedUpMicroUsd).toBe(12_500_002n);
    await world.setNow(day('2026-12-22'));
    await accepted(subscription().renew(world.ctx, ada, {}));
    expect(await accepted(topUp(7n))).toMatchObject({ period: { balanceMicroUsd: 10_000_007n } });
  });

  it('may be overdrawn as far as the operator says, in this period and in those to come', async () => {
    await subscribe();
    const set = (overdraftMicroUsd: bigint | null) =>
      subscription().setOverdraft(world.ctx, { ...ada, overdraftMicroUsd }, {});
    expect(await set(-1n)).toMatchObject({ ok: false, rejection: { field: 'overdraftMicroUsd' } });
    for (const overdraft of [5_000_000n, null, 0n, null]) {
      const view = await accepted(set(overdraft));
      expect(view).toMatchObject({
        overdraftMicroUsd: overdraft,
        period: { overdraftMicroUsd: overdraft },
      });
      expect(await read()).toEqual(view);
    }
    await world.setNow(day('2026-12-22'));
    await accepted(subscription().renew(world.ctx, ada, {}));
    expect(await read()).toMatchObject({ period: { key: nextKey, overdraftMicroUsd: null } });
  });
});

describe('canceling and resuming (rule S11)', () => {
  const cancel = (input: object = {}) => subscription().cancel(world.ctx, { ...ada, ...input }, {});

  it('at once closes the period and leaves history; the user may subscribe again', async () => {
    await subscribe();
    const before = await projectBalance();
    const outcome = await accepted(cancel());
    expect(outcome).toMatchObject({
      action: 'applied',
      subscription: {
        status: 'canceled',
        isActive: false,
        canceledAt: worldNow,
        nextChargeAt: null,
      },
    });
    expect(outcome.subscription).toEqual(await read());
    expect((await projectBalance()) - before).toBe(10_000_000n);
    expect(await accepted(cancel())).toMatchObject({ action: 'duplicate' });
    expect(await world.useCases.user.get(world.ctx, ada)).toMatchObject({ planId: 'free' });
    // The clock stands still: the new period ends when the canceled one would have.
    expect(await subscribe('pro')).toMatchObject({
      period: { key: `${key}:2`, balanceMicroUsd: 30_000_000n },
    });
    const all = await subscription().list(world.ctx, { limit: 10, includeCanceled: true });
    expect(all.items.map(({ status }) => status)).toEqual(['active', 'canceled']);
  });

  it('at the end lets the period pay until then, without a grace, and can be taken back', async () => {
    await subscribe();
    expect(await accepted(cancel({ atPeriodEnd: true }))).toMatchObject({
      action: 'pending',
      subscription: {
        status: 'active',
        isActive: true,
        cancelAtPeriodEnd: true,
        nextChargeAt: null,
      },
    });
    expect(await accepted(cancel({ atPeriodEnd: true }))).toMatchObject({ action: 'duplicate' });
    const resumed = await accepted(subscription().resume(world.ctx, ada, {}));
    expect(resumed).toMatchObject({ cancelAtPeriodEnd: false, nextChargeAt: day('2026-12-22') });
    expect(resumed).toEqual(await read());
    await accepted(cancel({ atPeriodEnd: true }));
    await world.setNow(day('2026-12-22'));
    expect(await read()).toMatchObject({ status: 'active', isActive: false });
    const late = await subscription().resume(world.ctx, ada, {});
    expect(late).toMatchObject({ ok: false, rejection: { code: 'nothing_to_do' } });
    const swept = await accepted(subscription().sweep(world.ctx, { limit: 10 }, {}));
    expect(swept).toEqual({
      action: 'applied',
      count: 1,
      movedMicroUsd: 10_000_000n,
      failed: 0,
      periodKeys: [key],
    });
    expect(await read()).toMatchObject({ status: 'canceled', period: { status: 'closed' } });
  });

  it('of nobody, of somebody without one, and of an unknown one at Stripe is refused', async () => {
    const codeOf = async (input: object) => {
      const outcome = await subscription().cancel(world.ctx, input, {});
      return outcome.ok ? outcome.value.action : outcome.rejection.code;
    };
    expect(await codeOf({})).toBe('invalid_value');
    expect(await codeOf(ada)).toBe('not_found');
    expect(await codeOf({ stripeSubscriptionId: 'sub_1' })).toBe('not_found');
  });
});

describe('changing the plan (rule S10)', () => {
  const change = (planId: string) => subscription().changePlan(world.ctx, { ...ada, planId }, {});

  it('to a dearer one happens now, against the difference for what is left of the period', async () => {
    await subscribe();
    await world.setNow(day('2026-12-07'));
    const upgraded = await accepted(change('pro'));
    expect(upgraded).toMatchObject({
      action: 'upgraded',
      effectiveAt: day('2026-12-07'),
      differenceMicroUsd: 10_000_000n,
      subscription: {
        planId: 'pro',
        monthlyPriceMicroUsd: 30_000_000n,
        period: { key, balanceMicroUsd: 20_000_000n, endsAt: day('2026-12-22') },
      },
    });
    expect(upgraded.subscription).toEqual(await read());
    expect(await accepted(change('pro'))).toMatchObject({ action: 'unchanged' });
    await world.setNow(day('2026-12-22'));
    const renewal = await accepted(subscription().renew(world.ctx, ada, {}));
    expect(renewal.toppedUpMicroUsd).toBe(30_000_000n);
  });

  it('to a cheaper one waits for the end of the period, and can be taken back', async () => {
    await subscribe('pro');
    expect(await accepted(change('basic'))).toMatchObject({
      action: 'scheduled',
      effectiveAt: day('2026-12-22'),
      differenceMicroUsd: 0n,
      subscription: { planId: 'pro', pendingPlanId: 'basic' },
    });
    expect(await accepted(change('pro'))).toMatchObject({ subscription: { pendingPlanId: null } });
    await accepted(change('basic'));
    await world.setNow(day('2026-12-22'));
    await accepted(subscription().renew(world.ctx, ada, {}));
    expect(await read()).toMatchObject({
      planId: 'basic',
      pendingPlanId: null,
      monthlyPriceMicroUsd: 10_000_000n,
      period: { planId: 'basic', balanceMicroUsd: 10_000_000n },
    });
  });

  it('between a free plan and one with a price begins and ends periods', async () => {
    await subscribe('free');
    await world.setNow(day('2027-01-31'));
    expect(await accepted(change('basic'))).toMatchObject({
      differenceMicroUsd: 10_000_000n,
      subscription: { period: { startsAt: day('2027-01-31'), endsAt: day('2027-02-28') } },
    });
    await accepted(change('free'));
    await world.setNow(day('2027-03-01'));
    await accepted(subscription().renew(world.ctx, ada, {}));
    expect(await read()).toMatchObject({
      planId: 'free',
      isActive: true,
      period: null,
      nextChargeAt: null,
    });
  });

  it('refuses plans that are missing, inactive, or of another provider', async () => {
    await plan('old', 5n, { active: false });
    await plan('card', 5n, { provider: 'stripe', stripePriceId: 'price_1' });
    await subscribe();
    for (const [planId, code] of [
      ['nothing', 'not_found'],
      ['old', 'plan_inactive'],
      ['card', 'invalid_value'],
    ] as const) {
      expect(await change(planId)).toMatchObject({ ok: false, rejection: { code } });
    }
  });
});

describe('sweeping (rule S8)', () => {
  const sweep = (input: object = {}, meta = {}) =>
    accepted(subscription().sweep(world.ctx, { limit: 100, ...input }, meta));

  it('closes what has ended, in its grace too, once; its repetition is answered the same', async () => {
    await subscribe();
    expect(await sweep(ada)).toMatchObject({ action: 'not_due', count: 0 });
    expect(await sweep({ userId: 'nobody' })).toMatchObject({ action: 'not_due', count: 0 });
    await world.setNow(day('2026-12-22'));
    const dry = await subscription().sweep(world.ctx, { limit: 100 }, { dryRun: true });
    const meta = { idempotencyKey: 'k' };
    const swept = await sweep(ada, meta);
    expect(swept).toEqual({
      action: 'applied',
      count: 1,
      movedMicroUsd: 10_000_000n,
      failed: 0,
      periodKeys: [key],
    });
    expect(dry).toMatchObject({ ok: true, dryRun: true, value: swept });
    expect(await sweep(ada, meta)).toEqual(swept);
    expect(await sweep(ada)).toMatchObject({ action: 'duplicate', count: 0 });
    expect(await read()).toMatchObject({
      status: 'active',
      isActive: true,
      period: { status: 'closed' },
    });
    expect(await world.useCases.user.get(world.ctx, { userId: 'nobody' })).toBeNull();
    // A renewal that comes later finds the period closed and opens the next.
    await accepted(subscription().renew(world.ctx, ada, {}));
    expect((await read()).period).toMatchObject({ key: nextKey, balanceMicroUsd: 10_000_000n });
  });

  it('goes on when one period fails, says so, and ends', async () => {
    for (const userId of ['ada', 'bob', 'cleo']) {
      await accepted(subscription().create(world.ctx, { userId, planId: 'basic' }, {}));
    }
    await world.setNow(day('2026-12-22'));
    await world.pool.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON subscription_period FOR EACH ROW
        WHEN (OLD.key LIKE '%:bob:%') EXECUTE FUNCTION refuse()`);
    expect(await sweep()).toMatchObject({ count: 2, failed: 1, movedMicroUsd: 20_000_000n });
    await world.pool.query('DROP TRIGGER refuse ON subscription_period');
    expect(await sweep()).toMatchObject({ count: 1, failed: 0 });
  });
});
