import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startStripeSimulator } from '../src/simulator.ts';
import { manualScheduler } from '../src/state/scheduler.ts';
import { dumpTables, type Tables } from '../src/world/tables.ts';
import { openBilling } from './support/billing.ts';
import { refusalOf } from './support/refusal.ts';
import { clientOf, openStage, startMs } from './support/stage.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stripe-simulator-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** The state as a file has it that was written this instant. */
const worldOf = (tables: Tables) => ({ tables: dumpTables(tables), offsetMs: 0, idsUsed: 100 });

const order = { amount: 700, currency: 'usd' };

describe('a state file', () => {
  it('lets a simulator go on where it stopped: objects, keys, webhooks on their way, and time', async () => {
    const stateFile = join(folder, 'state', 'stripe.json');
    const stage = await openStage({ stateFile });
    const billing = await openBilling(stage);
    const subscription = await billing.subscribe();
    const intent = await stage.stripe.paymentIntents.create(order, { idempotencyKey: 'k' });
    stage.simulator.control.advanceTo(startMs + 60_000);
    const events = stage.simulator.state.events.all();
    const [endpoint] = stage.simulator.state.webhookEndpoints.all();
    await stage.simulator.stop();
    expect(readdirSync(join(folder, 'state'))).toEqual(['stripe.json']);
    const again = await startStripeSimulator({
      stateFile,
      seed: 'test',
      nowMs: () => startMs,
      scheduler: manualScheduler,
      webhooks: [{ url: endpoint?.url ?? '', secret: stage.secret }],
    });
    const stripe = clientOf(again);
    expect(again.control.nowMs()).toBe(startMs + 60_000);
    expect(again.state.events.all()).toEqual(events);
    expect(again.state.webhookEndpoints.all().map(({ id }) => id)).toEqual([endpoint?.id]);
    expect((await stripe.paymentIntents.create(order, { idempotencyKey: 'k' })).id).toBe(intent.id);
    const fresh = await stripe.paymentIntents.create(order);
    expect(events.map(({ id }) => id)).not.toContain(fresh.id);
    again.control.advanceClock(billing.clock, Date.parse('2027-02-28T12:00:00Z') / 1_000);
    expect((await stripe.invoices.list({ subscription: subscription.id })).data).toHaveLength(2);
    await again.control.webhooks.deliverPending();
    expect(stage.received.length).toBe(again.state.events.size);
    await again.stop();
    await stage.close();
  });

  it('of another version is not read', async () => {
    const stateFile = join(folder, 'stripe.json');
    writeFileSync(stateFile, JSON.stringify({ version: 0, world: {} }));
    expect(await refusalOf(startStripeSimulator({ stateFile }))).toMatchObject({
      message: expect.stringContaining('another version'),
    });
  });

  it('frees the keys of requests that were being answered when the process ended', async () => {
    const stateFile = join(folder, 'stripe.json');
    const key = { idempotencyKey: 'k' };
    const first = await openStage({ stateFile });
    const { control, state } = first.simulator;
    control.failRequests({ when: 'before', answer: 'stall' });
    const lost = refusalOf(first.stripe.paymentIntents.create(order, key));
    while (control.stalledRequests() === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(state.keys.all()).toMatchObject([{ id: 'k', answer: null }]);
    const text = JSON.stringify({ version: 1, world: worldOf(state) });
    await first.close();
    await lost;
    writeFileSync(stateFile, text);
    const second = await openStage({ stateFile });
    expect(await second.stripe.paymentIntents.create(order, key)).toMatchObject(order);
    await second.close();
  });

  it('is written a moment after a change', async () => {
    const stateFile = join(folder, 'stripe.json');
    const tasks: (() => void)[] = [];
    const stage = await openStage({
      stateFile,
      scheduler: {
        every: (_ms, task) => {
          tasks.push(task);
          return () => undefined;
        },
        soon: () => undefined,
      },
    });
    await stage.stripe.customers.create({ email: 'kept@x.example' });
    for (const task of tasks) task();
    expect(readFileSync(stateFile, 'utf8')).toContain('kept@x.example');
    await stage.close();
  });
});

describe('a simulator', () => {
  it('does not start where money counts', async () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    const refusal = await refusalOf(startStripeSimulator());
    process.env.NODE_ENV = before;
    expect(refusal).toMatchObject({ message: expect.stringContaining('NODE_ENV=production') });
  });

  it('does by itself what is due, and sends its events', async () => {
    const stage = await openStage({
      scheduler: { every: () => () => undefined, soon: (task) => setImmediate(task) },
    });
    const held = new Promise<void>((resolve) => {
      const { push } = stage.received;
      stage.received.push = (...events) => {
        resolve();
        return push.apply(stage.received, events);
      };
    });
    await stage.stripe.customers.create({});
    await held;
    expect(stage.received[0]?.event.type).toBe('customer.created');
    await stage.close();
  });

  it('makes the same ids from the same seed', async () => {
    const idsOf = async () => {
      const stage = await openStage({ seed: 'again' });
      await stage.stripe.paymentIntents.create(order);
      const ids = stage.simulator.state.paymentIntents.all().map(({ id }) => id);
      await stage.close();
      return ids;
    };
    expect(await idsOf()).toEqual(await idsOf());
  });
});
