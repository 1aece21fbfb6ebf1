import type { PeriodView } from '@purser/schema/contract/subscription';
import { expect, it } from 'vitest';
import { brokenInvariants } from '../../testing/check-books.ts';
import { done, openSubscriptionWorld } from '../../testing/subscription-world.ts';
import { renewDueSubscriptions } from './renew-due-subscriptions.ts';

const ada = { userId: 'ada' };
const day = (text: string) => new Date(`${text}T12:00:00.000Z`);

it('a year and a half of a subscription: month ends, a leap day, plans up and down, top-ups, an overdraft, late settles, an end', async () => {
  const world = await openSubscriptionWorld({ priceMicroUsd: 10_000_000n });
  const { useCases, ctx, deps } = world;
  const commands = useCases.subscription;
  try {
    for (const [planId, monthlyPriceMicroUsd] of [
      ['max', 31_000_000n],
      ['mini', 4_000_000n],
    ] as const) {
      done(await useCases.plan.upsert(ctx, { planId, monthlyPriceMicroUsd }, {}));
      const limits = { maxConcurrent: null, requestsPerDay: null };
      done(await useCases.quota.setPolicy(ctx, { planId, bundleId: '*', limits }, {}));
    }
    // She begins anew on the last day of January 2027.
    done(await commands.cancel(ctx, ada, {}));
    await world.setNow(day('2027-01-31'));
    done(await commands.create(ctx, { ...ada, planId: 'pro' }, {}));
    const renewAt = async (text: string) => {
      await world.setNow(day(text));
      const report = await renewDueSubscriptions(deps, ctx.scope);
      expect(report).toEqual({ handled: 1, failed: 0, error: null });
      expect(await brokenInvariants(world.pool)).toEqual([]);
      return world.period();
    };
    const ends = async (text: string) => (await renewAt(text)).endsAt;
    expect((await world.period()).endsAt).toEqual(day('2027-02-28'));

    // A turn of January is settled in February.
    const first = (await world.period()).key;
    await world.admit({ turnId: 'late', estimateTokens: 6_000n });
    expect(await ends('2027-02-28')).toEqual(day('2027-03-31'));
    expect(await world.settle('late', 150_000n)).toMatchObject({
      paidBy: [
        { source: 'period', amountMicroUsd: 103_500n },
        { source: 'project', amountMicroUsd: 46_500n },
      ],
    });
    expect(await world.periodOf(first)).toMatchObject({
      spentMicroUsd: 103_500n,
      balanceMicroUsd: 0n,
    });
    expect(await ends('2027-03-31')).toEqual(day('2027-04-30'));

    // Upgraded in the middle of April: 15 of 30 days of the difference of $21.
    await world.setNow(day('2027-04-15'));
    expect(done(await commands.changePlan(ctx, { ...ada, planId: 'max' }, {}))).toMatchObject({
      action: 'upgraded',
      differenceMicroUsd: 10_500_000n,
    });
    expect(await renewAt('2027-04-30')).toMatchObject({
      planId: 'max',
      endsAt: day('2027-05-31'),
      toppedUpMicroUsd: 31_000_000n,
    });

    // Topped up, overdrawn, and covered by the project at the end of May.
    done(await commands.topUp(ctx, { ...ada, amountMicroUsd: 1_000_000n }, {}));
    done(await commands.setOverdraft(ctx, { ...ada, overdraftMicroUsd: null }, {}));
    await world.admit({ turnId: 'large', estimateTokens: 2_500_000n });
    const may = (await world.period()).key;
    expect(await world.settle('large', 40_000_000n)).toMatchObject({ absorbed: [] });
    expect(await world.period()).toMatchObject({ balanceMicroUsd: -8_000_000n });
    done(await commands.setOverdraft(ctx, { ...ada, overdraftMicroUsd: 0n }, {}));
    expect(await ends('2027-05-31')).toEqual(day('2027-06-30'));
    expect(await world.periodOf(may)).toMatchObject({
      toppedUpMicroUsd: 32_000_000n,
      spentMicroUsd: 40_000_000n,
      rolledOverMicroUsd: -8_000_000n,
      balanceMicroUsd: 0n,
    });

    // Downgraded: it waits for the end of June.
    expect(done(await commands.changePlan(ctx, { ...ada, planId: 'mini' }, {}))).toMatchObject({
      action: 'scheduled',
      effectiveAt: day('2027-06-30'),
    });
    expect(await renewAt('2027-06-30')).toMatchObject({
      planId: 'mini',
      balanceMicroUsd: 4_000_000n,
    });
    for (const [at, end] of [
      ['2027-07-31', '2027-08-31'],
      ['2027-08-31', '2027-09-30'],
      ['2027-09-30', '2027-10-31'],
      ['2027-10-31', '2027-11-30'],
      ['2027-11-30', '2027-12-31'],
      ['2027-12-31', '2028-01-31'],
      ['2028-01-31', '2028-02-29'],
    ] as const) {
      expect(await ends(at)).toEqual(day(end));
    }

    // Nobody was there for three months: only the period that contains now is paid.
    expect(await renewAt('2028-06-10')).toMatchObject({
      startsAt: day('2028-05-31'),
      endsAt: day('2028-06-30'),
      notes: '3 periods before it were missed.',
    });

    // Canceled at the period's end; the sweep ends it there.
    done(await commands.cancel(ctx, { ...ada, atPeriodEnd: true }, {}));
    await world.setNow(day('2028-06-30'));
    expect(await world.sweepJob()).toBe(1);
    const after = await world.subscription();
    expect(after).toMatchObject({ status: 'canceled', isActive: false, nextChargeAt: null });
    const { items } = await commands.periods(ctx, { ...ada, limit: 100 });
    for (const period of items) expect(isSquare(period)).toBe(true);
    expect(items).toHaveLength(15);
    const sum = (of: (period: PeriodView) => bigint) =>
      items
        .filter(({ subscriptionId }) => subscriptionId === after.id)
        .reduce((total, period) => total + of(period), 0n);
    expect(after.lifetimeAddedMicroUsd).toBe(sum((period) => period.toppedUpMicroUsd));
    expect(after.lifetimeSpentMicroUsd).toBe(sum((period) => period.spentMicroUsd));
    expect(await brokenInvariants(world.pool)).toEqual([]);
  } finally {
    await world.close();
  }
});

/** topped up = spent + rolled over + balance, and nothing is left in what was closed (rule S13). */
function isSquare(period: PeriodView): boolean {
  const { toppedUpMicroUsd, spentMicroUsd, rolledOverMicroUsd, balanceMicroUsd } = period;
  const adds = toppedUpMicroUsd === spentMicroUsd + rolledOverMicroUsd + balanceMicroUsd;
  return adds && (period.status === 'open' || balanceMicroUsd === 0n);
}
