import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ControlPlaneWorld,
  openControlPlaneWorld,
} from '../../../testing/control-plane-world.ts';
import { processEvents } from '../../../use-cases/stripe/events/process-events.ts';
import { receiveStripeEvent } from '../../../use-cases/stripe/events/receive-event.ts';

let world: ControlPlaneWorld;

beforeAll(async () => {
  world = await openControlPlaneWorld();
  for (const [id, name] of [
    ['evt_done', 'pro'],
    ['evt_wrong', 'basic'],
  ]) {
    const metadata = { user_id: 'ada', package: name ?? '' };
    await receiveStripeEvent(world.events, {
      id: id ?? '',
      type: 'payment_intent.succeeded',
      created: 1_795_348_800,
      livemode: false,
      data: { object: { id: `pi_${id}`, amount: 3_000, currency: 'usd', metadata } },
    });
  }
  await processEvents(world.events, world.ctx.scope);
  await world.pool.query(
    `INSERT INTO external_event (tenant_id, project_id, id, source, kind, external_id, status, amount_micro_usd, tokens,
       payload, attempts, occurred_at, created_at, updated_at)
     VALUES (1, 1, gen_random_uuid(), 'internal', 'renewal', 'internal:1', 'pending', 4995000, 333000, '{"period": "p"}', 0,
       '2026-11-22T12:00:00Z', '2026-11-22T12:00:00Z', '2026-11-22T12:00:00Z')`,
  );
});

afterAll(() => world.close());

describe('pending events', () => {
  it('of Stripe are those that are not done, with why and what the payment says', async () => {
    const answer = await world.send('GET', '/stripe/pending');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      status: 'ok',
      count: 1,
      items: [
        {
          kind: 'payment_intent.succeeded',
          external_id: 'evt_wrong',
          user_id: null,
          amount_cents: 3_000,
          amount_usd: 30,
          tokens: null,
          currency: 'usd',
          status: 'failed',
          error:
            'The package basic costs $10.00, but $30.00 was received. Grant it all the same, or refund the payment.',
          metadata: { user_id: 'ada', package: 'basic' },
          created_at: '2026-11-22T12:00:00.000Z',
          updated_at: '2026-11-22T12:00:00.000Z',
        },
      ],
    });
  });

  it('of our own are listed apart', async () => {
    expect((await world.send('GET', '/economics/pending')).json()).toMatchObject({
      count: 1,
      items: [
        {
          kind: 'renewal',
          external_id: 'internal:1',
          amount_cents: 500,
          amount_usd: 4.995,
          tokens: 333_000,
          metadata: { period: 'p' },
        },
      ],
    });
  });

  it('are filtered by kind and user and skipped by offset', async () => {
    const count = async (path: string) => (await world.send('GET', path)).json().count;
    expect(await count('/economics/pending?kind=renewal')).toBe(1);
    expect(await count('/economics/pending?kind=refund')).toBe(0);
    expect(await count('/economics/pending?user_id=ada')).toBe(0);
    expect(await count('/economics/pending?offset=1')).toBe(0);
  });

  it.each(['limit=0', 'limit=x', 'offset=-1', 'offset=99999999', 'kind=', 'colour=red'])(
    'refuse %s by name',
    async (query) => {
      const answer = await world.send('GET', `/stripe/pending?${query}`);
      expect(answer.statusCode).toBe(422);
      expect(answer.json().details[0].field).toBe(query.split('=')[0]);
    },
  );
});
