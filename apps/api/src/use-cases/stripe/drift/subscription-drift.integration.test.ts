import { afterEach, beforeEach, expect, it } from 'vitest';
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

/** A fix is of the instant of the machine, which therefore goes with Stripe's and the project's. */
async function waitUntil(iso: string): Promise<void> {
  await world.moveTo(iso);
  await world.passTime(Date.parse(iso) - world.nowMs());
}

it('finds a price, an end and a status that were never told, shows them in a dry run, and fixes them', async () => {
  const { id } = await world.subscribe();
  await world.hear();
  const drift = async () => (await world.useCases.stripe.drift(world.ctx, { days: 7 })).lines;
  const fix = async (meta = {}) =>
    done(
      await world.useCases.stripe.fixDrift(
        world.ctx,
        { object: 'subscription', objectId: id },
        meta,
      ),
    );
  const line = (field: string, here: string, there: string) => ({
    object: 'subscription',
    objectId: id,
    field,
    here,
    there,
  });
  expect(await drift()).toEqual([]);
  await waitUntil('2027-02-01T10:00:00.000Z');
  const [item] = (await world.stripe.subscriptions.retrieve(id)).items.data;
  await world.stripe.subscriptions.update(id, {
    items: [{ id: item?.id ?? '', price: 'price_pro' }],
    cancel_at_period_end: true,
  });
  const changed = [
    line('cancelAtPeriodEnd', 'false', 'true'),
    line('price', 'price_basic', 'price_pro'),
  ];
  expect(await drift()).toEqual(changed);
  expect(await fix({ dryRun: true })).toEqual({ left: changed, error: null });
  expect(await world.read()).toMatchObject({ planId: 'basic' });
  expect(await fix()).toEqual({ left: [], error: null });
  expect(await world.read()).toMatchObject({ planId: 'pro', cancelAtPeriodEnd: true });
  await waitUntil('2027-02-02T10:00:00.000Z');
  await world.stripe.subscriptions.cancel(id);
  expect(await drift()).toEqual([line('status', 'active', 'canceled')]);
  expect(await fix()).toEqual({ left: [], error: null });
  expect(await world.read()).toMatchObject({ status: 'canceled' });
});

const drifted = async () => (await world.useCases.stripe.drift(world.ctx, { days: 7 })).lines;

const fixSubscription = async (objectId: string, meta = {}) =>
  done(await world.useCases.stripe.fixDrift(world.ctx, { object: 'subscription', objectId }, meta));

it('fixes also where the clock of the machine is behind what is stored, and twice within one second', async () => {
  const { id } = await world.subscribe();
  await world.hear();
  for (const isEnding of [true, false]) {
    await world.stripe.subscriptions.update(id, { cancel_at_period_end: isEnding });
    expect(await drifted()).toMatchObject([{ field: 'cancelAtPeriodEnd', there: `${isEnding}` }]);
    expect(await fixSubscription(id)).toEqual({ left: [], error: null });
    expect(await world.read()).toMatchObject({ cancelAtPeriodEnd: isEnding });
  }
});

it('compares the end of the period with Stripe’s next charge', async () => {
  const { id } = await world.subscribe();
  await world.hear();
  await world.pool.query(
    "UPDATE subscription SET next_charge_at = next_charge_at - interval '1 day'",
  );
  const line = { object: 'subscription', objectId: id, field: 'periodEndsAt' };
  const [here, there] = ['2027-02-27T10:00:00.000Z', '2027-02-28T10:00:00.000Z'];
  expect(await drifted()).toEqual([{ ...line, here, there }]);
  expect(await fixSubscription(id)).toEqual({ left: [], error: null });
  expect(await drifted()).toEqual([]);
});

it('ends here what Stripe no longer knows, after a dry run that changes nothing', async () => {
  const { id } = await world.subscribe();
  await world.hear();
  world.sim.state.subscriptions.delete(id);
  const line = {
    object: 'subscription',
    objectId: id,
    field: 'subscription',
    here: 'active',
    there: null,
  };
  expect(await drifted()).toEqual([line]);
  expect(await fixSubscription(id, { dryRun: true })).toEqual({ left: [line], error: null });
  expect(await world.read()).toMatchObject({ status: 'active' });
  expect(await fixSubscription(id)).toEqual({ left: [], error: null });
  expect(await world.read()).toMatchObject({ status: 'canceled', planId: 'basic' });
  expect(await drifted()).toEqual([]);
});
