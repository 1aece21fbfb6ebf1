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
const available = async () =>
  (await world.useCases.wallet.get(world.ctx, { userId: ada })).availableMicroUsd;
const projectBalance = async () =>
  (await world.useCases.budget.project(world.ctx, {})).balanceMicroUsd;
const addCredits = (amountMicroUsd: bigint) =>
  world.useCases.wallet.addCredits(
    world.ctx,
    { userId: ada, amountMicroUsd, source: 'operator' },
    {},
  );
const activeGrants = async () =>
  Number((await read('SELECT count(*) FROM quota_grant WHERE revoked_at IS NULL'))[0]?.count);
const revenue = async () =>
  (
    await read(
      `SELECT (credits_posted - debits_posted)::bigint AS left FROM account WHERE kind = 'revenue'`,
    )
  )[0]?.left;

describe('a refund made at Stripe', () => {
  it('is taken from its lot, then from the rest of the wallet, and the project absorbs what is missing', async () => {
    await addCredits(2n * dollar);
    const { paymentId, chargeId } = await world.pay({ userId: ada, cents: 3_000 });
    const lotOf = (await world.useCases.wallet.get(world.ctx, { userId: ada })).lots;
    expect(lotOf.length).toBe(2);
    // Most of what was bought has been spent in the meantime.
    await world.pool.query(
      `SELECT purser_post(p_tenant => 1, p_project => 1, p_lane => NULL, p_told => 0,
         p_account_id => ARRAY[purser_account_id('wallet', $1, 0), purser_account_id('spend', 'openai', 0)],
         p_account_kind => ARRAY['wallet', 'spend'], p_account_reference => ARRAY[$1, 'openai'],
         p_account_shard => NULL, p_account_owner => ARRAY[NULL, NULL]::bigint[], p_account_overdraft => ARRAY[NULL, NULL]::bigint[],
         p_account_expires_at => NULL, p_op => ARRAY['post'], p_id => ARRAY['019cb8b8-1e00-7000-8000-000000000100'::uuid],
         p_at => ARRAY[purser_now(1, 1)], p_actor => ARRAY['test'], p_content => NULL, p_legs => ARRAY[1], p_leg_debit => ARRAY[1],
         p_leg_credit => ARRAY[2], p_leg_amount => ARRAY[25000000], p_leg_kind => ARRAY['test'], p_reason => ARRAY['test'])`,
      [lotOf.find(({ source }) => source === 'payment')?.id],
    );
    world.sim.control.refund({ charge: chargeId });
    await world.hear(world.untold().toReversed());
    await world.hear(world.untold());
    expect(await available()).toBe(0n);
    expect(await projectBalance()).toBe(-23n * dollar);
    expect(
      await read(
        'SELECT payment_id, booked, from_lot_micro_usd, from_wallet_micro_usd, absorbed_micro_usd FROM stripe_refund',
      ),
    ).toEqual([
      {
        payment_id: paymentId,
        booked: 'taken',
        from_lot_micro_usd: 5n * dollar,
        from_wallet_micro_usd: 2n * dollar,
        absorbed_micro_usd: 23n * dollar,
      },
    ]);
    const report = () =>
      world.useCases.budget.absorption(world.ctx, { period: 'day', groupBy: 'user', days: 30 });
    expect(await report()).toMatchObject([
      { groupKey: ada, totalMicroUsd: 23n * dollar, refundShortMicroUsd: 23n * dollar },
    ]);
    const [refund] = world.sim.state.refunds.all();
    world.sim.control.settleRefund(refund?.id ?? '', 'failed');
    await world.hear();
    expect([await available(), await projectBalance()]).toEqual([7n * dollar, 0n]);
    expect(await report()).toMatchObject([{ totalMicroUsd: 0n, refundShortMicroUsd: 0n }]);
  });

  it('of a payment that is booked here is taken without asking Stripe about the payment', async () => {
    const { paymentId, chargeId } = await world.pay({ userId: ada, cents: 3_000 });
    world.sim.control.refund({ charge: chargeId, amount: 1_000 });
    const path = `/v1/payment_intents/${paymentId}`;
    world.sim.control.failRequests({ path, times: 100, when: 'before', answer: 'close' });
    await world.hear();
    expect(await available()).toBe(20n * dollar);
  });

  it('that is told before its payment waits for it, and only charge.refunded need be told', async () => {
    const { chargeId } = await world.pay({ userId: ada, cents: 3_000, isHeard: false });
    world.sim.control.refund({ charge: chargeId, amount: 1_000 });
    world.sim.control.refund({ charge: chargeId, amount: 500 });
    const [paid, ...rest] = world
      .untold()
      .filter(({ type }) => type === 'payment_intent.succeeded' || type === 'charge.refunded');
    await world.hear(rest);
    expect(await read(`SELECT DISTINCT status FROM external_event`)).toEqual([
      { status: 'received' },
    ]);
    // What waits for a payment is processed with it, whenever it would have been tried again.
    await world.hear(paid === undefined ? [] : [paid]);
    expect(await available()).toBe(15n * dollar);
  });

  it('of a package turns its revenue; in full it revokes the grant, which counts again if it fails', async () => {
    const { chargeId } = await world.pay({ userId: ada, cents: 3_000, packageId: 'pro' });
    world.sim.control.refund({ charge: chargeId, amount: 1_000 });
    await world.hear();
    expect([await activeGrants(), await revenue()]).toEqual([1, 20n * dollar]);
    const { id } = world.sim.control.refund({ charge: chargeId });
    await world.hear();
    expect([await activeGrants(), await revenue()]).toEqual([0, 0n]);
    world.sim.control.settleRefund(id, 'failed');
    await world.hear();
    expect([await activeGrants(), await revenue()]).toEqual([1, 20n * dollar]);
  });

  it('ends the same in whatever order its events come, however often', async () => {
    for (let turn = 0; turn < 6; turn += 1) {
      const before = await available();
      const { paymentId, chargeId } = await world.pay({ userId: ada, cents: 1_000 });
      done(
        await world.useCases.wallet.refund(
          world.ctx,
          { userId: ada, paymentIntentId: paymentId, amountMicroUsd: 3n * dollar },
          {},
        ),
      );
      const { id } = world.sim.control.refund({ charge: chargeId, amount: 400 });
      if (turn % 2 === 1) world.sim.control.settleRefund(id, 'failed');
      const told = world.untold();
      const turned = [...told.slice(turn), ...told.slice(0, turn)];
      await world.hear(turn % 3 === 0 ? turned.toReversed() : turned);
      await world.hear(told);
      const left = turn % 2 === 1 ? 7n : 3n;
      expect(await available()).toBe(before + left * dollar);
    }
  });
});
