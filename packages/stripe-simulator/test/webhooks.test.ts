import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStage, type Stage, startMs } from './support/stage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(() => stage.close());

const pay = () =>
  stage.stripe.paymentIntents.create({
    amount: 900,
    currency: 'usd',
    payment_method: 'pm_card_visa',
    confirm: true,
  });

const receivedTypes = () => stage.received.map(({ event }) => event.type);

const paidTypes = ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded'];

describe('webhooks', () => {
  it('bring every event once, signed so that the library believes it, with what it is about', async () => {
    const intent = await pay();
    await stage.simulator.control.webhooks.deliverPending();
    expect(receivedTypes()).toEqual(paidTypes);
    expect(stage.received[2]?.event).toMatchObject({
      api_version: '2026-10-28.endive',
      data: { object: { id: intent.id, status: 'succeeded', object: 'payment_intent' } },
      livemode: false,
      pending_webhooks: 1,
      request: { id: expect.stringMatching(/^req_/) },
    });
    await stage.simulator.control.webhooks.deliverPending();
    expect(stage.received).toHaveLength(3);
    const events = await stage.stripe.events.list({ types: ['charge.succeeded'] });
    expect(events.data).toMatchObject([{ type: 'charge.succeeded', pending_webhooks: 0 }]);
  });

  it('come again, later and later, until somebody takes them', async () => {
    const { control, state } = stage.simulator;
    stage.answerWith = 503;
    await pay();
    await control.webhooks.deliverPending();
    expect(stage.received).toEqual([]);
    control.advanceTo(startMs + 5_000);
    await control.webhooks.deliverPending();
    stage.answerWith = 200;
    await control.webhooks.deliverPending();
    expect(stage.received).toEqual([]);
    control.advanceTo(startMs + 5_000 + 60_000);
    await control.webhooks.deliverPending();
    expect(receivedTypes()).toEqual(paidTypes);
    expect(state.deliveries.all()[0]?.attempts.map(({ status }) => status)).toEqual([
      503, 503, 200,
    ]);
  });

  it('are given up after three days', async () => {
    const { control, state } = stage.simulator;
    stage.answerWith = 500;
    await pay();
    for (let hours = 0; hours < 24 * 4; hours += 1) {
      control.advanceTo(control.nowMs() + 3_600_000);
      await control.webhooks.deliverPending();
    }
    expect(new Set(state.deliveries.all().map(({ status }) => status))).toEqual(
      new Set(['failed']),
    );
    expect(state.deliveries.all()[0]?.attempts).toHaveLength(11);
  });

  it('are signed with both secrets while one replaces the other', async () => {
    const { control, state } = stage.simulator;
    const [endpoint] = state.webhookEndpoints.all();
    const fresh = control.webhooks.rollSecret(endpoint?.id ?? '', startMs + 1_000);
    await stage.stripe.customers.create({});
    await control.webhooks.deliverPending();
    expect(stage.received[0]?.signature).toMatch(/^t=\d+,v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/);
    control.advanceTo(startMs + 2_000);
    Object.assign(stage, { secret: fresh });
    await stage.stripe.customers.create({});
    await control.webhooks.deliverPending();
    expect(stage.received[1]?.signature).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
  });

  it('can be dropped, delayed and sent twice, all of them or some types', async () => {
    const { webhooks, advanceTo } = stage.simulator.control;
    webhooks.add({ kind: 'drop', types: ['charge.succeeded'] });
    webhooks.add({ kind: 'duplicate', types: ['payment_intent.succeeded'], times: 1 });
    webhooks.add({ kind: 'delay', types: ['payment_intent.created'], delayMs: 9_000 });
    await pay();
    await webhooks.deliverPending();
    expect(receivedTypes()).toEqual(['payment_intent.succeeded', 'payment_intent.succeeded']);
    advanceTo(startMs + 9_000);
    await webhooks.deliverPending();
    expect(receivedTypes().at(-1)).toBe('payment_intent.created');
  });

  it('arrive in another order that the seed repeats', async () => {
    const orderOf = async () => {
      const other = await openStage();
      other.simulator.control.webhooks.add({ kind: 'reorder' });
      for (let count = 0; count < 8; count += 1) await other.stripe.customers.create({});
      await other.simulator.control.webhooks.deliverPending();
      const ids = other.received.map(({ event }) => event.id);
      const made = other.simulator.state.events.all().map(({ id }) => id);
      await other.close();
      return { ids, made };
    };
    const { ids, made } = await orderOf();
    expect(ids).not.toEqual(made);
    expect(new Set(ids)).toEqual(new Set(made));
    expect((await orderOf()).ids).toEqual(ids);
  });

  it('change places alone that are to, and the others stay where they are', async () => {
    const { webhooks } = stage.simulator.control;
    webhooks.add({ kind: 'reorder', types: ['customer.created'] });
    const names: string[] = [];
    for (let count = 0; count < 6; count += 1) {
      names.push((await stage.stripe.customers.create({ name: `${count}` })).id);
      await stage.stripe.products.create({ name: `${count}` });
    }
    await webhooks.deliverPending();
    expect(receivedTypes()).toEqual(
      Array.from({ length: 6 }, () => ['customer.created', 'product.created']).flat(),
    );
    const came = stage.received.flatMap(({ event }) =>
      event.type === 'customer.created' ? [event.data.object.id] : [],
    );
    expect(came).not.toEqual(names);
    expect(came.toSorted()).toEqual(names.toSorted());
  });

  it('wait when they are held, and are delivered in any order, any number of times', async () => {
    const { webhooks } = stage.simulator.control;
    webhooks.hold();
    await pay();
    await webhooks.deliverPending();
    expect(stage.received).toEqual([]);
    const [created, charged, succeeded] = webhooks.held().map(({ id }) => id);
    for (const id of [succeeded, created, succeeded]) await webhooks.deliver(id ?? '');
    expect(receivedTypes()).toEqual([
      'payment_intent.succeeded',
      'payment_intent.created',
      'payment_intent.succeeded',
    ]);
    expect(webhooks.held().map(({ id }) => id)).toEqual([charged]);
    webhooks.release();
    await webhooks.deliverPending();
    expect(receivedTypes().at(-1)).toBe('charge.succeeded');
  });

  it('go only to endpoints that want them', async () => {
    const { webhookEndpoints } = stage.stripe;
    const { url } = stage.simulator.state.webhookEndpoints.all()[0] ?? { url: '' };
    const made = await webhookEndpoints.create({ url, enabled_events: ['charge.succeeded'] });
    expect(made.secret).toMatch(/^whsec_/);
    expect((await webhookEndpoints.retrieve(made.id)).secret).toBeUndefined();
    await webhookEndpoints.update(made.id, { disabled: true });
    await pay();
    await webhookEndpoints.update(made.id, { disabled: false });
    await pay();
    const sent = stage.simulator.state.deliveries
      .all()
      .filter(({ endpoint }) => endpoint === made.id);
    expect(sent).toHaveLength(1);
    expect(await webhookEndpoints.del(made.id)).toMatchObject({ deleted: true });
    expect((await webhookEndpoints.list()).data).toHaveLength(1);
  });
});
