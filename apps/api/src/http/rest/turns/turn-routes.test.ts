import type { UseCases } from '@purser/schema/graphql/use-cases';
import { afterEach, describe, expect, it } from 'vitest';
import { edgeServer } from '../../testing/edge-server.ts';
import { admitted, denied, stubTurns } from '../../testing/stub-turns.ts';
import { turnRoutes } from './turn-routes.ts';

const servers: { close: () => Promise<unknown> }[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function serve(answers: Partial<UseCases['turn']> = {}) {
  const { turn, asked } = stubTurns(answers);
  const server = edgeServer();
  servers.push(server);
  server.register(turnRoutes, { prefix: '/api/v1', turn });
  const post = (path: string, payload?: object, headers: Record<string, string> = {}) =>
    server.inject({
      method: 'POST',
      url: `/api/v1${path}`,
      headers: { authorization: 'test', ...headers },
      ...(payload ? { payload } : {}),
    });
  const get = (path: string) =>
    server.inject({ url: `/api/v1${path}`, headers: { authorization: 'test' } });
  return { server, post, get, asked };
}

const body = { turn_id: 'turn-1', user_id: 'user-1' };

describe('admission over HTTP', () => {
  it('answers a decision in the names of the guides, amounts as exact decimal strings', async () => {
    const { post } = serve();
    const answer = await post('/turns', body);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      decision: 'admitted',
      decision_id: '0194-d',
      turn_id: 'turn-1',
      user_id: 'user-1',
      plan_id: 'free',
      plan_source: 'default',
      used_replenishment: false,
      grant_ids: [],
      expires_at: '2026-11-22T12:15:00.000Z',
      holds: {
        requests: 1,
        tokens: 2000,
        money: [{ source: 'project', amount_usd: '0.0345' }],
        slot: 'turn-1',
      },
      limits: [
        {
          limit: 'requests_per_day',
          scope: '*',
          allowed: 100,
          used: 41,
          held: 1,
          remaining: 58,
          resets_at: '2026-11-22T12:15:00.000Z',
        },
      ],
      denials: [],
      retry_after_s: null,
    });
  });

  it('hands the use case the narrow input: money in micro-dollars rounded up, providers once', async () => {
    const { post, asked } = serve();
    await post('/turns', {
      ...body,
      bundle_id: '__project__',
      estimate_usd: '0.0000001',
      providers: ['openai', 'openai'],
    });
    expect(asked).toEqual([
      expect.objectContaining({
        turnId: 'turn-1',
        userId: 'user-1',
        bundleId: undefined,
        estimateMicroUsd: 1n,
        providers: ['openai'],
      }),
    ]);
  });

  it('answers a denial with 200 and when to come back', async () => {
    const { post } = serve({ admit: async () => ({ ok: true, value: denied }) });
    const answer = await post('/turns', body);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['retry-after']).toBe('900');
    expect(answer.json()).toMatchObject({ decision: 'denied', holds: null, retry_after_s: 899.2 });
  });

  it.each([['status=429'], ['respond-async, status="429"'], ['Status = 429']])(
    'answers a denial with 429 to a caller that prefers it: %s',
    async (prefer) => {
      const { post } = serve({ admit: async () => ({ ok: true, value: denied }) });
      const answer = await post('/turns', body, { prefer });
      expect(answer.statusCode).toBe(429);
      expect(answer.json().denials[0].would_pass_if).toContain('UTC day');
    },
  );

  it('never answers 429 to an admission, whatever is preferred', async () => {
    const { post } = serve();
    expect((await post('/turns', body, { prefer: 'status=429' })).statusCode).toBe(200);
  });

  it('checks without holding under /turns:check, and takes no other suffix', async () => {
    const { post } = serve();
    expect((await post('/turns:check', body)).json().money_as_of).toBe('2026-11-22T12:15:00.000Z');
    expect((await post('/turnsX', body)).statusCode).toBe(404);
    expect((await post('/turns:checkX', body)).statusCode).toBe(404);
    expect((await post('/turnscheck', body)).statusCode).toBe(404);
  });

  it.each([
    ['unknown_turn', 404],
    ['turn_closed', 409],
    ['turn_expired', 409],
    ['content_mismatch', 409],
    ['in_progress', 409],
    ['not_ready', 503],
    ['invalid_value', 422],
  ] as const)('answers the rejection %s with %i', async (code, status) => {
    const { post } = serve({
      admit: async () => ({ ok: false, rejection: { code, message: 'No.' } }),
    });
    const answer = await post('/turns', body);
    expect(answer.statusCode).toBe(status);
    expect(answer.json().error_code).toBe(code);
  });
});

describe('the rest of a turn over HTTP', () => {
  it('settles by cost or by usage and answers who paid', async () => {
    const { post, asked } = serve();
    const answer = await post('/turns/org%2Fturn/settle', { cost_usd: 0.1 });
    expect(answer.json()).toMatchObject({
      state: 'settled',
      cost_usd: '0.012345',
      paid_by: [{ source: 'project', amount_usd: '0.012345', tokens: 823 }],
    });
    await post('/turns/t/settle', { usage: [{ provider: 'openai', model: 'gpt' }] });
    expect(asked).toEqual([
      expect.objectContaining({ turnId: 'org/turn', costMicroUsd: 100_000n }),
      expect.objectContaining({
        turnId: 't',
        usage: [expect.objectContaining({ inputTokens: 0n, cacheWriteTokens: 0n })],
      }),
    ]);
  });

  it('says when an answer is the one given before', async () => {
    const value = { turnId: 'turn-1', state: 'released' as const };
    const { post } = serve({ release: async () => ({ ok: true, value, replayed: true }) });
    expect((await post('/turns/t/release')).headers['idempotent-replayed']).toBe('true');
    const again = serve({ admit: async () => ({ ok: true, value: admitted(), replayed: true }) });
    expect((await again.post('/turns', body)).headers['idempotent-replayed']).toBe('true');
  });

  it('takes a heartbeat without a body, with an empty one, and with an empty object', async () => {
    const { post } = serve();
    for (const payload of [undefined, {}]) {
      const answer = await post('/turns/t/heartbeat', payload);
      expect(answer.json()).toEqual({ turn_id: 'turn-1', expires_at: '2026-11-22T12:15:00.000Z' });
    }
    const empty = await post('/turns/t/heartbeat', undefined, {
      'content-type': 'application/json',
    });
    expect(empty.statusCode).toBe(200);
  });

  it('answers 404 to the lineage of a turn nobody has heard of', async () => {
    const { get } = serve();
    expect((await get('/turns/nobody')).json().error_code).toBe('unknown_turn');
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=ten', 'limit'],
    ['state=open', 'state'],
    ['user_id=', 'user_id'],
    ['cursor=', 'cursor'],
    ['colour=red', 'colour'],
  ])('refuses the list query %s naming %s', async (query, field) => {
    const { get } = serve();
    const answer = await get(`/turns?${query}`);
    expect(answer.statusCode).toBe(422);
    expect(answer.json().details[0].field).toBe(field);
  });
});

describe('a batch', () => {
  it('answers each operation in its place, a bad one without its neighbours', async () => {
    const { post, asked } = serve({
      batch: async (_ctx, { operations }) => ({
        items: operations.map(({ op }) =>
          op === 'release'
            ? { ok: false, rejection: { code: 'unknown_turn', message: 'Unknown.' } }
            : { ok: true, value: admitted() },
        ),
      }),
    });
    const answer = await post('/turns:batch', {
      operations: [
        { op: 'admit', ...body },
        { op: 'admit', turn_id: 'turn-2', user_id: '', estimate_tokens: -1 },
        { op: 'release', turn_id: 'turn-3' },
        { op: 'settle', turn_id: 'turn-4', cost_usd: 1, surprise: 1 },
        7,
      ],
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json().items).toEqual([
      expect.objectContaining({ status: 200, op: 'admit', decision: 'admitted' }),
      expect.objectContaining({
        status: 422,
        details: [
          { field: 'user_id', message: 'must have 1 to 255 characters' },
          { field: 'estimate_tokens', message: 'must not be negative' },
        ],
      }),
      expect.objectContaining({ status: 404, op: 'release', error_code: 'unknown_turn' }),
      expect.objectContaining({
        status: 422,
        details: [{ field: 'surprise', message: 'is not a field of this request' }],
      }),
      expect.objectContaining({ status: 422 }),
    ]);
    expect(asked).toEqual([]);
  });

  it.each([
    ['none', []],
    ['501', Array.from({ length: 501 }, () => ({ op: 'release', turn_id: 't' }))],
  ])('refuses %s operations', async (_name, operations) => {
    const { post } = serve();
    const answer = await post('/turns:batch', { operations });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().details[0].field).toBe('operations');
  });
});
