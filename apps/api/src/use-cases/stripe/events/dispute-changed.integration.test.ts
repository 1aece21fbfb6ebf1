import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { openStripeWorld, type StripeWorld } from '../../../testing/stripe-world.ts';
import { done } from '../../../testing/subscription-world.ts';

let world: StripeWorld;

beforeEach(async () => {
  world = await openStripeWorld();
});

afterEach(async () => {
  try {
    expect(await brokenInvariants(world.pool)).toEqual([]);
  } finally {
    await world.close();
  }
});

const dollar = 1_000_000n;
const ada = 'ada';
const read = async (sql: string) => (await world.pool.query(sql)).rows;
const moneyOf = async () => {
  const wallet = await world.useCases.wallet.get(world.ctx, { userId: ada });
  const project = await world.useCases.budget.project(world.ctx, {});
  return [wallet.availableMicroUsd, wallet.heldMicroUsd, project.balanceMicroUsd];
};
const refundOf = async (paymentIntentId: string, amountMicroUsd: bigint) =>
  done(
    await world.useCases.wallet.refund(
      world.ctx,
      { userId: ada, paymentIntentId, amountMicroUsd },
      {},
    ),
  );

describe('a dispute of bought credits', () => {
  it('holds what is there until it is won, and nothing of it can be spent or refunded meanwhile', async () => {
    const { paymentId, chargeId } = await world.pay({ userId: ada, cents: 3_000 });
    const { id } = world.sim.control.openDispute({ charge: chargeId });
    await world.hear();
    expect(await moneyOf()).toEqual([0n, 30n * dollar, 0n]);
    const refused = await world.useCases.wallet.refund(
      world.ctx,
      { userId: ada, paymentIntentId: paymentId },
      {},
    );
    expect(refused).toMatchObject({ ok: false, rejection: { code: 'insufficient_funds' } });
    world.sim.control.closeDispute(id, 'won');
    await world.hear();
    expect(await moneyOf()).toEqual([30n * dollar, 0n, 0n]);
  });

  it('that is lost takes what was held, then what came since, and the project absorbs the rest', async () => {
    const { chargeId } = await world.pay({ userId: ada, cents: 3_000 });
    const { id } = world.sim.control.openDispute({ charge: chargeId, amount: 3_500 });
    await world.hear();
    expect(await moneyOf()).toEqual([0n, 30n * dollar, 0n]);
    const gift = { userId: ada, amountMicroUsd: 2n * dollar, source: 'promotion' as const };
    done(await world.useCases.wallet.addCredits(world.ctx, gift, {}));
    world.sim.control.closeDispute(id, 'lost');
    await world.hear();
    await world.hear(world.untold());
    expect(await moneyOf()).toEqual([0n, 0n, -3n * dollar]);
    expect(
      await read('SELECT status, booked, held_micro_usd, absorbed_micro_usd FROM stripe_dispute'),
    ).toEqual([
      { status: 'lost', booked: 'lost', held_micro_usd: 0n, absorbed_micro_usd: 3n * dollar },
    ]);
    expect(await read(`SELECT reason, amount FROM transfer WHERE kind = 'absorb'`)).toEqual([
      { reason: 'dispute_short', amount: 3n * dollar },
    ]);
  });

  it('of a package that is lost turns its revenue and revokes its grant', async () => {
    const { chargeId } = await world.pay({ userId: ada, cents: 3_000, packageId: 'pro' });
    const { id } = world.sim.control.openDispute({ charge: chargeId });
    world.sim.control.closeDispute(id, 'lost');
    await world.hear();
    expect(await read('SELECT count(*)::int FROM quota_grant WHERE revoked_at IS NULL')).toEqual([
      { count: 0 },
    ]);
    expect(
      await read(
        `SELECT (credits_posted - debits_posted)::bigint AS left FROM account WHERE kind = 'revenue'`,
      ),
    ).toEqual([{ left: 0n }]);
    expect(await moneyOf()).toEqual([0n, 0n, 0n]);
  });

  it('ends the same in whatever order its events come, before its payment too', async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      const before = await moneyOf();
      const isLost = turn % 2 === 0;
      const paid = await world.pay({ userId: ada, cents: 1_000, isHeard: false });
      const { id } = world.sim.control.openDispute({ charge: paid.chargeId });
      world.sim.control.closeDispute(id, isLost ? 'lost' : 'won');
      const told = world.untold();
      await world.hear(turn < 2 ? told.toReversed() : [...told.slice(3), ...told.slice(0, 3)]);
      await world.passTime(3_600_000);
      await world.hear(told);
      await world.hear([]);
      const [free = 0n, ...rest] = before;
      expect(await moneyOf()).toEqual([isLost ? free : free + 10n * dollar, ...rest]);
    }
  });

  it('comes after a part was refunded, and only the rest is held', async () => {
    const { paymentId, chargeId } = await world.pay({ userId: ada, cents: 3_000 });
    await refundOf(paymentId, 10n * dollar);
    const { id } = world.sim.control.openDispute({ charge: chargeId });
    await world.hear();
    expect(await moneyOf()).toEqual([0n, 20n * dollar, 0n]);
    world.sim.control.closeDispute(id, 'lost');
    await world.hear();
    expect(await moneyOf()).toEqual([0n, 0n, 0n]);
  });

  it('is only asked about by the bank, and nothing is held', async () => {
    const { chargeId } = await world.pay({ userId: ada, cents: 3_000 });
    world.sim.control.openDispute({ charge: chargeId, isInquiry: true });
    await world.hear();
    expect(await moneyOf()).toEqual([30n * dollar, 0n, 0n]);
  });
});
