import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgeServer } from '../../testing/edge-server.ts';
import { stubTurns } from '../../testing/stub-turns.ts';
import { turnRoutes } from './turn-routes.ts';

const { turn, asked } = stubTurns();
let server: FastifyInstance;

beforeAll(async () => {
  server = edgeServer();
  server.register(turnRoutes, { prefix: '/api/v1', turn });
  await server.ready();
});

afterAll(() => server.close());

const admit = {
  turn_id: 'turn-1',
  user_id: 'user-1',
  bundle_id: 'chat',
  input_tokens: 100,
  max_output_tokens: 200,
  providers: ['openai'],
  role: 'registered',
  class: 'interactive',
  metadata: { trace: 'x' },
};
const line = {
  provider: 'openai',
  model: 'gpt',
  input_tokens: 1,
  output_tokens: 1,
  cache_read_tokens: 1,
  cache_write_tokens: 1,
  units: 1,
  kind: 'search',
};

const routes = [
  { url: '/turns', good: admit, required: ['turn_id', 'user_id'] },
  {
    url: '/turns',
    good: { ...pick(admit, ['turn_id', 'user_id']), estimate_usd: 1 },
    required: [],
  },
  {
    url: '/turns',
    good: { ...pick(admit, ['turn_id', 'user_id']), estimate_tokens: 1 },
    required: [],
  },
  { url: '/turns:check', good: admit, required: ['turn_id', 'user_id'] },
  {
    url: '/turns/t/settle',
    good: { cost_usd: '1.5', provider: 'openai', outcome: 'ok' },
    required: ['cost_usd'],
  },
  { url: '/turns/t/settle', good: { usage: [line] }, required: [] },
] as const;

/** Raw JSON values no field of a turn takes; those a field does take are listed with it. */
const never = ['null', 'true', '[[]]', '-1', '1e999', '-1e999', '""', '" \\u0000"', '{"a":{}}'];
const tooLong = JSON.stringify('x'.repeat(5000));

const cases = routes.flatMap(({ url, good, required }) =>
  Object.keys(good).flatMap((field) => [
    ...[...never, tooLong]
      .filter((raw) => !(field === 'metadata' && raw === '{"a":{}}'))
      .map((raw) => ({ url, good, field, raw })),
    ...((required as readonly string[]).includes(field)
      ? [{ url, good, field, raw: undefined }]
      : []),
  ]),
);

function pick(from: object, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));
}

/** The good body as raw JSON with one field replaced, or left out. */
function withField(good: object, field: string, raw: string | undefined): string {
  const fields = Object.entries({
    ...good,
    [field]: undefined,
    ...(raw === undefined ? {} : { [field]: 0 }),
  })
    .filter(([key]) => key !== field || raw !== undefined)
    .map(
      ([key]) =>
        `${JSON.stringify(key)}:${key === field ? raw : JSON.stringify(good[key as keyof typeof good])}`,
    );
  return `{${fields.join(',')}}`;
}

async function send(url: string, payload: string) {
  return server.inject({
    method: 'POST',
    url: `/api/v1${url}`,
    headers: { authorization: 'test', 'content-type': 'application/json' },
    payload,
  });
}

describe('bad turn bodies', () => {
  it.each(routes)(
    'the good body of $url is taken, so that what follows fails for its one change',
    async ({ url, good }) => {
      expect((await send(url, JSON.stringify(good))).statusCode).toBe(200);
    },
  );

  it.each(cases)(
    '$url refuses $field = $raw with 4xx naming the field',
    async ({ url, good, field, raw }) => {
      asked.length = 0;
      const answer = await send(url, withField(good, field, raw));
      const unreadable = raw?.includes('u0000');
      expect(answer.statusCode).toBe(unreadable ? 400 : 422);
      if (!unreadable) {
        expect(
          answer.json().details.map((issue: { field: string }) => issue.field.split(/[.[]/)[0]),
        ).toContain(field);
      }
      expect(asked).toEqual([]);
    },
  );

  it.each(
    Object.keys(line).flatMap((field) =>
      ['null', '-1', '{}', '1.5e300', '"x\\ud800"', '1e999'].map((raw) => ({ field, raw })),
    ),
  )('a usage line refuses $field = $raw naming it with its line', async ({ field, raw }) => {
    const answer = await send(
      '/turns/t/settle',
      `{"usage":[${JSON.stringify(line)},${withField(line, field, raw)}]}`,
    );
    expect([400, 422]).toContain(answer.statusCode);
    if (answer.statusCode === 422) expect(answer.json().details[0].field).toBe(`usage[1].${field}`);
  });

  it.each([
    [{ ...admit, estimate_tokens: 1 }, ['input_tokens', 'max_output_tokens']],
    [{ turn_id: 't', user_id: 'u', estimate_tokens: 1, estimate_usd: 1 }, ['estimate_usd']],
    [{ ...admit, surprise: 1 }, ['surprise']],
    [{ ...admit, providers: Array.from({ length: 33 }, (_, i) => `p${i}`) }, ['providers']],
    [{ ...admit, metadata: { text: 'x'.repeat(9000) } }, ['metadata']],
    [{ ...admit, user_id: '🦀'.repeat(256) }, ['user_id']],
  ])('refuses fields that cannot stand together or alone: %j', async (body, fields) => {
    const answer = await send('/turns', JSON.stringify(body));
    expect(answer.statusCode).toBe(422);
    expect(answer.json().details.map((issue: { field: string }) => issue.field)).toEqual(fields);
  });

  it('takes a user id of 255 characters of four bytes each', async () => {
    const answer = await send(
      '/turns',
      JSON.stringify({ turn_id: 't', user_id: '🦀'.repeat(255) }),
    );
    expect(answer.statusCode).toBe(200);
  });
});
