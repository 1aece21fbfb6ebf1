import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStripeWorld, type StripeWorld } from '../../../testing/stripe-world.ts';
import { placeOf } from './place-event.ts';

let world: StripeWorld;

beforeEach(async () => {
  world = await openStripeWorld();
  await world.pool.query(
    `INSERT INTO project (tenant_id, id, slug, name, kind, default_plan_id, reference_provider, reference_model,
       reference_price_pico_usd, renewal_grace_seconds, providers_required, created_at)
     SELECT tenant_id, 99, 'other', 'Other', kind, default_plan_id, reference_provider, reference_model,
       reference_price_pico_usd, renewal_grace_seconds, providers_required, created_at FROM project
      WHERE slug = 'demo'`,
  );
});

afterEach(() => world.close());

const placed = async (object: Record<string, unknown>) => {
  const event = {
    id: 'evt_1',
    type: 'x',
    created: 1_795_348_800,
    livemode: false,
    data: { object },
  };
  return (await placeOf(world.events, event))?.projectSlug ?? null;
};

/** Moves what is stored of a payment or customer to the other project. */
const moveToOther = (table: string) => world.pool.query(`UPDATE ${table} SET project_id = 99`);

describe('an event without metadata', () => {
  it('goes to the project that booked its payment or charge, else to the one that knows its customer', async () => {
    const { paymentId, chargeId } = await world.pay({ userId: 'ada', cents: 3_000 });
    const refund = { object: 'refund', id: 're_1', payment_intent: paymentId };
    const dispute = { object: 'dispute', id: 'dp_1', charge: chargeId };
    const invoice = { object: 'invoice', id: 'in_1', customer: 'cus_1' };
    await world.pool.query(
      `INSERT INTO stripe_customer (tenant_id, project_id, user_id, customer_id, created_at)
       SELECT tenant_id, project_id, user_id, 'cus_1', created_at FROM stripe_payment`,
    );
    expect(await Promise.all([refund, dispute, invoice].map(placed))).toEqual(
      Array(3).fill('demo'),
    );
    await moveToOther('stripe_payment');
    expect(await Promise.all([refund, dispute, invoice].map(placed))).toEqual([
      'other',
      'other',
      'demo',
    ]);
    await moveToOther('stripe_customer');
    expect(await placed(invoice)).toBe('other');
    // The payment is the surer witness, and metadata is surer still.
    await world.pool.query('UPDATE stripe_payment SET project_id = $1', [
      world.ctx.scope.projectId,
    ]);
    expect(await placed({ ...refund, customer: 'cus_1' })).toBe('demo');
    expect(await placed({ ...refund, metadata: { project: 'other' } })).toBe('other');
  });

  it('goes to the default project where nobody knows what it is about', async () => {
    await world.pay({ userId: 'ada', cents: 3_000 });
    await moveToOther('stripe_payment');
    expect(await placed({ object: 'refund', id: 're_1', payment_intent: 'pi_unknown' })).toBe(
      'demo',
    );
    expect(await placed({ object: 'balance' })).toBe('demo');
  });
});
