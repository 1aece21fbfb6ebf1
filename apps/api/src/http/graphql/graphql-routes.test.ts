import { exampleOperations } from '@purser/schema/graphql/examples/example-operations';
import { stubUseCases } from '@purser/schema/graphql/testing/stub-use-cases';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { CursorError } from '../../ports/cursor-error.ts';
import { edgeServer, testAuthenticator } from '../testing/edge-server.ts';
import { graphqlRoutes } from './graphql-routes.ts';

const servers: FastifyInstance[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function serve(
  options: { introspection?: boolean; overview?: UseCases['overview']; log?: string[] } = {},
) {
  const { useCases } = stubUseCases();
  const server = edgeServer(options.log ? { log: options.log } : {});
  servers.push(server);
  server.register(graphqlRoutes, {
    useCases: { ...useCases, ...(options.overview ? { overview: options.overview } : {}) },
    // No operation of these tests reads plain fields.
    prisma: {} as never,
    authenticator: testAuthenticator(),
    introspection: options.introspection ?? true,
    secure: false,
  });
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: 'test', 'content-type': 'application/json', ...headers },
      payload: JSON.stringify(body),
    });
  return { server, post };
}

const me = '{ me { name role } }';

describe('GraphQL over HTTP', () => {
  it('answers who asks, in the media type of the specification', async () => {
    const { post } = serve();
    const answer = await post({ query: me }, { accept: 'application/graphql-response+json' });
    expect(answer.headers['content-type']).toContain('application/graphql-response+json');
    expect(answer.json()).toEqual({ data: { me: { name: 'alice@demo.test', role: 'admin' } } });
  });

  it('refuses callers without an identity before reading what they ask', async () => {
    const { post, server } = serve();
    expect((await post({ query: 'nonsense' }, { authorization: '' })).statusCode).toBe(401);
    const get = await server.inject(`/graphql?query=${encodeURIComponent(me)}`);
    expect(get.statusCode).toBe(401);
  });

  it('answers a query in the address only to a request that no foreign page can send', async () => {
    const { server } = serve();
    const url = `/graphql?query=${encodeURIComponent(me)}`;
    const plain = await server.inject({ url, headers: { authorization: 'test' } });
    expect(plain.statusCode).toBe(400);
    const checked = await server.inject({
      url,
      headers: { authorization: 'test', 'apollo-require-preflight': '1' },
    });
    expect(checked.json().data.me.role).toBe('admin');
  });

  it('masks what nobody expected, logs it, and names the request', async () => {
    const log: string[] = [];
    const { post } = serve({
      log,
      overview: async () => {
        throw new Error('relation "secret_table" does not exist');
      },
    });
    const answer = await post(
      { query: '{ overview { turnsToday } }' },
      { 'x-request-id': 'trace-9' },
    );
    expect(answer.body).not.toContain('secret_table');
    expect(answer.json().errors).toEqual([
      expect.objectContaining({
        message: 'The request failed. Name the request id trace-9 when you ask about it.',
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'trace-9' },
      }),
    ]);
    expect(log.join('')).toContain('secret_table');
  });

  it('tells a caller of a bad cursor, and of a storage that is away', async () => {
    const cursor = serve({
      overview: async () => {
        throw new CursorError();
      },
    });
    const bad = await cursor.post({ query: '{ overview { turnsToday } }' });
    expect(bad.json().errors[0].extensions.code).toBe('BAD_USER_INPUT');
    const away = serve({
      overview: async () => {
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      },
    });
    const unavailable = await away.post({ query: '{ overview { turnsToday } }' });
    expect(unavailable.json().errors[0].extensions.code).toBe('UNAVAILABLE');
  });

  it.each([
    ['nothing', undefined, 400],
    ['an array of operations', [{ query: me }, { query: me }], 400],
    ['no query', {}, 400],
    ['a query that is none', { query: '{' }, 400],
    ['an unknown field', { query: '{ nobody }' }, 400],
    [
      'variables of the wrong type',
      {
        query: 'query($n: Int!) { users(first: $n) { edges { node { userId } } } }',
        variables: { n: 'x' },
      },
      400,
    ],
    [
      'a query of 31 aliases',
      { query: `{ ${Array.from({ length: 31 }, (_, i) => `a${i}: me { name }`).join(' ')} }` },
      400,
    ],
  ])('refuses %s with 4xx', async (_name, body, status) => {
    const { post } = serve();
    const answer = await post(body);
    expect(answer.statusCode).toBe(status);
    expect(answer.body).not.toContain('stack');
  });

  it('tells nobody the schema when introspection is off, not even by suggestions', async () => {
    const { post } = serve({ introspection: false });
    const answer = await post({ query: '{ __schema { types { name } } }' });
    expect(answer.statusCode).toBe(400);
    const typo = await post({ query: '{ mee { name } }' });
    expect(typo.body).not.toContain('Did you mean');
  });
});

describe('GraphiQL', () => {
  it('is shown to browsers, from this server alone, under the policy that forbids inline scripts', async () => {
    const { server } = serve();
    const page = await server.inject({ url: '/graphql', headers: { accept: 'text/html' } });
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.body).not.toMatch(/<script>|https?:\/\//);
    const assets = [...page.body.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(
      ([, path]) => path ?? '',
    );
    expect(assets).toHaveLength(6);
    for (const asset of assets) {
      const answer = await server.inject(asset);
      expect(answer.statusCode, asset).toBe(200);
      expect(answer.headers['content-type'], asset).toMatch(/javascript|css/);
    }
  });

  it('offers the example operations', async () => {
    const { server } = serve();
    const examples = (await server.inject('/graphql/assets/examples.js')).body;
    for (const { title } of exampleOperations) expect(examples).toContain(JSON.stringify(title));
  });
});
