import { describe, expect, it } from 'vitest';
import { accountId } from '../../adapters/postgres/account-id.ts';
import { brokenInvariants } from '../../testing/check-books.ts';
import {
  done,
  openSubscriptionWorld,
  type SubscriptionWorld,
} from '../../testing/subscription-world.ts';
import { createUseCases } from '../create-use-cases.ts';

const worth = (tokens: bigint) => tokens * 15n;
const cost = worth(10_000n);
const monthEnd = new Date('2026-12-22T12:00:00Z');

async function within(
  options: Parameters<typeof openSubscriptionWorld>[0],
  test: (world: SubscriptionWorld) => Promise<void>,
): Promise<void> {
  const world = await openSubscriptionWorld(options);
  try {
    await test(world);
    expect(await brokenInvariants(world.pool)).toEqual([]);
  } finally {
    await world.close();
  }
}

async function giveWallet({ useCases, ctx }: SubscriptionWorld, tokens: bigint): Promise<void> {
  const credit = { userId: 'ada', amountMicroUsd: worth(tokens), source: 'operator' as const };
  done(await useCases.wallet.addCredits(ctx, credit, {}));
}

/** The vectors give the money held without the safety factor, so the one hold there is is set to it. */
async function setHold({ pool }: SubscriptionWorld, amount: bigint): Promise<void> {
  await pool.query('ALTER TABLE transfer DISABLE TRIGGER transfer_append_only');
  await pool.query(`UPDATE transfer SET amount = $1 WHERE phase = 'hold'`, [amount]);
  await pool.query('ALTER TABLE transfer ENABLE TRIGGER transfer_append_only');
  await pool.query('UPDATE open_hold SET remaining = $1', [amount]);
  await pool.query('UPDATE account SET debits_pending = $1 WHERE debits_pending > 0', [amount]);
}

async function cancel({ useCases, ctx }: SubscriptionWorld): Promise<void> {
  done(await useCases.subscription.cancel(ctx, { userId: 'ada' }, {}));
}

function part(source: 'period' | 'project' | 'wallet', tokens: bigint) {
  return { source, amountMicroUsd: worth(tokens), tokens };
}

function absorbed(reason: string, tokens: bigint) {
  return [{ reason, amountMicroUsd: worth(tokens), tokens }];
}

async function tokensUsed({ useCases, ctx }: SubscriptionWorld) {
  const breakdown = await useCases.quota.breakdown(ctx, { userId: 'ada' });
  return breakdown?.usage[0]?.tokensToday;
}

describe('who pays, through a real period (golden vectors of docs/economics.md, F)', () => {
  it('6: its hold, then its free money as overage, then the wallet, then the project absorbs', () =>
    within({ priceMicroUsd: 120_000n, tokensPerDay: 6_000n }, async (world) => {
      await giveWallet(world, 1_000n);
      await world.admit({ turnId: 't', estimateTokens: 6_000n });
      await setHold(world, 90_000n);
      expect(await world.settle('t', cost)).toMatchObject({
        paidBy: [part('period', 6_000n), part('period', 2_000n), part('wallet', 1_000n)],
        absorbed: absorbed('wallet_short', 1_000n),
        tokensCharged: 6_000n,
      });
      expect(await tokensUsed(world)).toBe(6_000n);
      expect(await world.period()).toMatchObject({ balanceMicroUsd: 0n, spentMicroUsd: 120_000n });
    }));

  it('7: held for all of it, it pays all of it', () =>
    within({ priceMicroUsd: 172_500n, tokensPerDay: 10_000n }, async (world) => {
      const admitted = await world.admit({ turnId: 't', estimateTokens: 10_000n });
      expect(admitted).toMatchObject({ decision: 'admitted', planId: 'pro' });
      await setHold(world, 150_000n);
      expect(await world.settle('t', cost)).toMatchObject({
        paidBy: [part('period', 10_000n)],
        absorbed: [],
        tokensCharged: 10_000n,
      });
      expect(await world.period()).toMatchObject({ balanceMicroUsd: 22_500n, heldMicroUsd: 0n });
    }));

  it('8: without a period the project holds, then the wallet pays, then the project absorbs', () =>
    within({ priceMicroUsd: 1n, projectMicroUsd: 59_999n }, async (world) => {
      await cancel(world);
      await giveWallet(world, 2_000n);
      const unlimited = { tokensPerHour: null, tokensPerDay: null, tokensPerMonth: null };
      const policy = { planId: 'free', bundleId: '*', limits: unlimited };
      done(await world.useCases.quota.setPolicy(world.ctx, policy, {}));
      await world.admit({ turnId: 't', estimateTokens: 3_478n });
      await setHold(world, 60_000n);
      expect(await world.settle('t', cost)).toMatchObject({
        paidBy: [part('project', 4_000n), part('wallet', 2_000n)],
        absorbed: absorbed('wallet_short', 4_000n),
        tokensCharged: 8_000n,
      });
    }));

  it('9: what its hold has over, for safety, pays overage too', () =>
    within({ priceMicroUsd: 133_500n, tokensPerDay: 6_000n }, async (world) => {
      await giveWallet(world, 1_000n);
      await world.admit({ turnId: 't', estimateTokens: 6_000n });
      expect((await world.period()).heldMicroUsd).toBe(103_500n);
      expect(await world.settle('t', cost)).toMatchObject({
        paidBy: [part('period', 6_000n), part('period', 2_900n), part('wallet', 1_000n)],
        absorbed: absorbed('wallet_short', 100n),
        tokensCharged: 6_000n,
      });
    }));

  it('without a wallet what a subscriber cannot pay is absorbed as overage', () =>
    within({ priceMicroUsd: 120_000n, tokensPerDay: 6_000n }, async (world) => {
      await world.admit({ turnId: 't', estimateTokens: 6_000n });
      expect(await world.settle('t', cost)).toMatchObject({
        absorbed: absorbed('subscription_overage', 2_000n),
      });
    }));
});

describe('a turn whose period has closed (rules F9 and S9)', () => {
  const price = 10_000_000n;
  const held = 103_500n;

  async function closeUnder(world: SubscriptionWorld): Promise<string> {
    const { key } = await world.period();
    await world.admit({ turnId: 't', estimateTokens: 6_000n });
    await world.setNow(monthEnd);
    const swept = done(await world.useCases.subscription.sweep(world.ctx, { limit: 10 }, {}));
    expect(swept).toMatchObject({ count: 1, movedMicroUsd: price - held });
    expect(await world.periodOf(key)).toMatchObject({
      balanceMicroUsd: held,
      availableMicroUsd: 0n,
    });
    return key;
  }

  it('is paid from what is held there, and the rest of the hold follows to the project', () =>
    within({ priceMicroUsd: price }, async (world) => {
      const key = await closeUnder(world);
      expect(await world.settle('t', 50_000n)).toMatchObject({
        paidBy: [{ source: 'period', amountMicroUsd: 50_000n }],
        absorbed: [],
      });
      const before = await world.projectBalance();
      expect(await world.sweepJob()).toBe(1);
      expect(await world.sweepJob()).toBe(0);
      expect((await world.projectBalance()) - before).toBe(53_500n);
      expect(await world.periodOf(key)).toMatchObject({
        balanceMicroUsd: 0n,
        toppedUpMicroUsd: price,
        spentMicroUsd: 50_000n,
        rolledOverMicroUsd: price - 50_000n,
      });
    }));

  it('beyond the hold it is the project that pays, which got the rest; free wallet money is not asked', () =>
    within({ priceMicroUsd: price }, async (world) => {
      const key = await closeUnder(world);
      await giveWallet(world, 100_000n);
      expect(await world.settle('t', 200_000n)).toMatchObject({
        paidBy: [
          { source: 'period', amountMicroUsd: held },
          { source: 'project', amountMicroUsd: 200_000n - held },
        ],
        absorbed: [],
      });
      const wallet = await world.useCases.wallet.get(world.ctx, { userId: 'ada' });
      expect(wallet).toMatchObject({ spentMicroUsd: 0n });
      expect(await world.sweepJob()).toBe(0);
      expect(await world.periodOf(key)).toMatchObject({ balanceMicroUsd: 0n, spentMicroUsd: held });
    }));

  it('released, gives everything it held to the project', () =>
    within({ priceMicroUsd: price }, async (world) => {
      const key = await closeUnder(world);
      await world.useCases.turn.release(world.ctx, { turnId: 't' });
      expect(await world.sweepJob()).toBe(1);
      expect(await world.periodOf(key)).toMatchObject({
        balanceMicroUsd: 0n,
        spentMicroUsd: 0n,
        rolledOverMicroUsd: price,
      });
    }));

  it('in an overdraft was covered by the project, shown as rolled over below zero', () =>
    within({ priceMicroUsd: 50_000n }, async (world) => {
      const { useCases, ctx } = world;
      const overdraft = { userId: 'ada', overdraftMicroUsd: 60_000n };
      done(await useCases.subscription.setOverdraft(ctx, overdraft, {}));
      const { key } = await world.period();
      await world.admit({ turnId: 't', estimateTokens: 6_000n });
      expect(await world.period()).toMatchObject({ availableMicroUsd: 50_000n - held });
      const before = await world.projectBalance();
      await cancel(world);
      expect(before - (await world.projectBalance())).toBe(held - 50_000n);
      await world.settle('t', held);
      expect(await world.periodOf(key)).toMatchObject({
        balanceMicroUsd: 0n,
        toppedUpMicroUsd: 50_000n,
        spentMicroUsd: held,
        rolledOverMicroUsd: 50_000n - held,
      });
      const transfers = await useCases.subscription.periodTransfers(ctx, {
        userId: 'ada',
        periodKey: key,
        limit: 10,
      });
      expect(transfers?.items.map(({ kind }) => kind)).toContain('subscription_overdraft');
    }));
});

describe('an admission that meets the end of a period', () => {
  it('is paid from it in its grace, and after that as by a user without a subscription', () =>
    within({ priceMicroUsd: 10_000_000n }, async (world) => {
      const hours = (count: number) => new Date(monthEnd.getTime() + count * 3_600_000);
      await world.setNow(hours(5));
      expect(await world.sweepJob()).toBe(0);
      const inGrace = await world.admit({ turnId: 'grace', estimateTokens: 10n });
      expect(inGrace).toMatchObject({ planId: 'pro', holds: { money: [{ source: 'period' }] } });
      await world.setNow(hours(6));
      expect(await world.sweepJob()).toBe(1);
      const after = await world.admit({ turnId: 'after', estimateTokens: 10n });
      expect(after).toMatchObject({ planId: 'free', holds: { money: [{ source: 'project' }] } });
    }));

  it('decides anew when another process has closed or renewed it, whatever this one remembers', () =>
    within({ priceMicroUsd: 10_000_000n }, async (world) => {
      const { ctx, deps } = world;
      for (const turnId of ['anchors', 'remembers']) {
        await world.admit({ turnId, estimateTokens: 10n });
        await world.settle(turnId, 1n);
      }
      const quiet = createUseCases(
        { ...deps, announce: async () => {} },
        { ...({} as Parameters<typeof createUseCases>[1]), turn: world.useCases.turn },
      );
      const { key } = await world.period();
      done(await quiet.subscription.renew(ctx, { userId: 'ada', periodKey: key }, {}));
      const renewed = await world.admit({ turnId: 'renewed', estimateTokens: 10n });
      expect(renewed).toMatchObject({
        decision: 'admitted',
        holds: { money: [{ source: 'period' }] },
      });
      const next = await world.period();
      expect(next.key).not.toBe(key);
      expect(next.heldMicroUsd).toBe(173n);
      done(await quiet.subscription.cancel(ctx, { userId: 'ada' }, {}));
      const canceled = await world.admit({ turnId: 'canceled', estimateTokens: 10n });
      expect(canceled).toMatchObject({
        decision: 'admitted',
        holds: { money: [{ source: 'project' }] },
      });
    }));

  it('among forty others never leaves money behind: the closing takes exactly what is free', () =>
    within({ priceMicroUsd: 10_000_000n }, async (world) => {
      await world.useCases.quota.setPolicy(
        world.ctx,
        { planId: 'pro', bundleId: '*', limits: { maxConcurrent: null } },
        {},
      );
      await world.setNow(monthEnd);
      const { key } = await world.period();
      const admissions = Array.from({ length: 40 }, (_each, turn) =>
        world.admit({ turnId: `t${turn}`, estimateTokens: 1_000n }),
      );
      const sweep = world.useCases.subscription.sweep(world.ctx, { limit: 10 }, {});
      const answers = await Promise.all(admissions);
      expect(done(await sweep)).toMatchObject({ count: 1, failed: 0 });
      const { rows } = await world.pool.query(
        `SELECT (credits_posted - debits_posted - debits_pending)::int AS available FROM account WHERE id = $1`,
        [accountId('period', key)],
      );
      expect(rows).toEqual([{ available: 0 }]);
      expect(await brokenInvariants(world.pool)).toEqual([]);
      for (const [turn, answer] of answers.entries()) {
        if (answer.decision === 'admitted') await world.settle(`t${turn}`, 9_000n);
      }
      await world.sweepJob();
      expect(await world.periodOf(key)).toMatchObject({ balanceMicroUsd: 0n, heldMicroUsd: 0n });
    }));
});
