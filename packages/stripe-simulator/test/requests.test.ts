import Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusalOf } from './support/refusal.ts';
import { clientOf, openStage, type Stage, startMs } from './support/stage.ts';

let stage: Stage;
let nowMs: number;

beforeEach(async () => {
  nowMs = startMs;
  stage = await openStage({ nowMs: () => nowMs });
});

afterEach(() => stage.close());

const order = { amount: 700, currency: 'usd' };

const intentCount = () => stage.simulator.state.paymentIntents.size;

describe('idempotency keys', () => {
  it('answer the same request the same way, once done', async () => {
    const { paymentIntents } = stage.stripe;
    const first = await paymentIntents.create(order, { idempotencyKey: 'k' });
    const second = await paymentIntents.create(order, { idempotencyKey: 'k' });
    expect(second.id).toBe(first.id);
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
    expect(intentCount()).toBe(1);
  });

  it('refuse another request', async () => {
    const { paymentIntents } = stage.stripe;
    await paymentIntents.create(order, { idempotencyKey: 'k' });
    const refusal = await refusalOf(
      paymentIntents.create({ ...order, amount: 701 }, { idempotencyKey: 'k' }),
    );
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect(refusal).toMatchObject({ statusCode: 400, rawType: 'idempotency_error' });
  });

  it('are in use while the first request is being answered', async () => {
    const { paymentIntents } = stage.stripe;
    const { control } = stage.simulator;
    control.failRequests({ method: 'POST', when: 'before', answer: 'stall' });
    const first = paymentIntents.create(order, { idempotencyKey: 'k' });
    while (control.stalledRequests() === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await refusalOf(paymentIntents.create(order, { idempotencyKey: 'k' }))).toMatchObject({
      statusCode: 409,
      code: 'idempotency_key_in_use',
    });
    control.releaseStalled();
    expect((await first).amount).toBe(700);
    expect(intentCount()).toBe(1);
  });

  it('keep a decline, but not a request that was refused for its parameters', async () => {
    const { paymentIntents } = stage.stripe;
    const declined = { ...order, payment_method: 'pm_card_chargeDeclined', confirm: true };
    for (const _time of [1, 2]) {
      expect(
        await refusalOf(paymentIntents.create(declined, { idempotencyKey: 'k' })),
      ).toMatchObject({
        code: 'card_declined',
      });
    }
    expect(intentCount()).toBe(1);
    const { currency } = order;
    const halved = { currency } as Stripe.PaymentIntentCreateParams;
    await refusalOf(paymentIntents.create(halved, { idempotencyKey: 'p' }));
    expect(await paymentIntents.create(order, { idempotencyKey: 'p' })).toMatchObject(order);
  });

  it('are forgotten after a day', async () => {
    const { paymentIntents } = stage.stripe;
    await paymentIntents.create(order, { idempotencyKey: 'k' });
    nowMs += 86_400_000 - 1;
    await paymentIntents.create(order, { idempotencyKey: 'k' });
    expect(intentCount()).toBe(1);
    nowMs += 1;
    await paymentIntents.create({ ...order, amount: 900 }, { idempotencyKey: 'k' });
    expect(intentCount()).toBe(2);
  });
});

describe('requests that are to fail', () => {
  it('time out before or after the work is done, and the key tells which', async () => {
    const { control } = stage.simulator;
    const { paymentIntents } = clientOf(stage.simulator, { timeout: 150 });
    control.failRequests({ path: '/v1/payment_intents', when: 'before', answer: 'timeout' });
    expect(await refusalOf(paymentIntents.create(order, { idempotencyKey: 'k' }))).toBeInstanceOf(
      Stripe.errors.StripeConnectionError,
    );
    expect(intentCount()).toBe(0);
    control.failRequests({ path: '/v1/payment_intents', when: 'after', answer: 'timeout' });
    await refusalOf(paymentIntents.create(order, { idempotencyKey: 'k' }));
    expect(intentCount()).toBe(1);
    const known = await paymentIntents.create(order, { idempotencyKey: 'k' });
    expect(known.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(intentCount()).toBe(1);
  });

  it('find the connection closed, and the one repetition of the library finds the work done', async () => {
    const { control } = stage.simulator;
    control.failRequests({ when: 'after', answer: 'close' });
    const repeated = await stage.stripe.paymentIntents.create(order, { idempotencyKey: 'k' });
    expect(repeated.lastResponse.headers['idempotent-replayed']).toBe('true');
    control.failRequests({ when: 'before', answer: 'close', times: 2 });
    expect(await refusalOf(stage.stripe.paymentIntents.create(order))).toBeInstanceOf(
      Stripe.errors.StripeConnectionError,
    );
    expect(intentCount()).toBe(1);
  });

  it.each([
    [500, Stripe.errors.StripeAPIError],
    [429, Stripe.errors.StripeRateLimitError],
    [409, Stripe.errors.StripeAPIError],
  ] as const)(
    'are answered %i as often as was said, and only where the path matches',
    async (answer, kind) => {
      const { control } = stage.simulator;
      control.failRequests({
        method: 'GET',
        path: '/v1/payment_intents/*',
        times: 2,
        when: 'before',
        answer,
      });
      const intent = await stage.stripe.paymentIntents.create(order);
      for (const _time of [1, 2]) {
        const refusal = await refusalOf(stage.stripe.paymentIntents.retrieve(intent.id));
        expect(refusal).toBeInstanceOf(kind);
        expect(refusal).toMatchObject({ statusCode: answer });
      }
      expect((await stage.stripe.paymentIntents.retrieve(intent.id)).id).toBe(intent.id);
    },
  );

  it('without a key of test mode are not answered', async () => {
    const live = clientOf(stage.simulator, { key: 'sk_live_real' });
    expect(await refusalOf(live.paymentIntents.list())).toBeInstanceOf(
      Stripe.errors.StripeAuthenticationError,
    );
    const answer = await fetch(`${stage.simulator.url}/v1/customers`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('request-id')).toMatch(/^req_/);
  });
});

describe('lists', () => {
  it('page in both directions, and every object comes once', async () => {
    const made: string[] = [];
    for (let count = 0; count < 7; count += 1) {
      made.unshift((await stage.stripe.customers.create({ email: `${count}@x.example` })).id);
      nowMs += count % 2 === 0 ? 1_000 : 0;
    }
    const forwards: string[] = [];
    for await (const { id } of stage.stripe.customers.list({ limit: 2 })) forwards.push(id);
    expect(forwards).toEqual(made);
    const [newest = '', , third = ''] = made;
    const back = await stage.stripe.customers.list({ ending_before: third, limit: 1 });
    expect(back.data.map(({ id }) => id)).toEqual([made[1]]);
    expect(back.has_more).toBe(true);
    expect(await refusalOf(stage.stripe.customers.list({ starting_after: 'cus_x' }))).toMatchObject(
      {
        param: 'starting_after',
      },
    );
    const since = await stage.stripe.customers.list({ created: { gte: nowMs / 1_000 - 1 } });
    expect(since.data[0]?.id).toBe(newest);
    expect(since.data.length).toBeLessThan(7);
  });
});

describe('customers', () => {
  it('are kept, found by mail and metadata, changed and deleted', async () => {
    const { customers } = stage.stripe;
    const made = await customers.create({
      email: 'a@x.example',
      metadata: { user_id: 'u1', note: 'n' },
      payment_method: 'pm_card_visa',
    });
    await customers.create({ email: 'b@x.example' });
    expect((await customers.list({ email: 'a@x.example' })).data).toHaveLength(1);
    const found = await customers.search({
      query: "metadata['user_id']:'u1' AND email~'X.EXAMPLE'",
    });
    expect(found.data.map(({ id }) => id)).toEqual([made.id]);
    const [card] = (await stage.stripe.paymentMethods.list({ customer: made.id })).data;
    const changed = await customers.update(made.id, {
      name: 'A',
      metadata: { note: '' },
      invoice_settings: { default_payment_method: card?.id ?? '' },
    });
    expect(changed.metadata).toEqual({ user_id: 'u1' });
    const read = await customers.retrieve(made.id, {
      expand: ['invoice_settings.default_payment_method'],
    });
    expect(read).toMatchObject({
      name: 'A',
      invoice_settings: { default_payment_method: { card: { last4: '4242' } } },
    });
    expect(await customers.del(made.id)).toMatchObject({ deleted: true });
    expect(await customers.retrieve(made.id)).toMatchObject({ deleted: true });
    expect(await refusalOf(customers.retrieve('cus_none'))).toMatchObject({ statusCode: 404 });
    expect(await refusalOf(customers.list({ expand: ['data.colour'] }))).toMatchObject({
      param: 'expand',
    });
  });
});
