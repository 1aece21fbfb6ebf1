import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairId, readPairId } from './global-id.ts';
import { runOperation } from './testing/run-operation.ts';
import { stubUseCases } from './testing/stub-use-cases.ts';
import { user } from './testing/stub-views.ts';

/** Any text a user id may be: well-formed, without U+0000. */
const userIds = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 60 })
  .filter((text) => !text.includes('\u0000'));

test('any user id survives its global id', async () => {
  await fc.assert(
    fc.asyncProperty(userIds, async (userId) => {
      const { useCases, calls } = stubUseCases();
      const get = async (_ctx: unknown, input: { userId: string }) => {
        calls.push({ useCase: 'user.get', input });
        return { ...user, userId: input.userId };
      };
      const asked = { ...useCases, user: { ...useCases.user, get } };
      const document = 'query ($userId: String, $id: ID) { user(userId: $userId, id: $id) { id } }';
      const first = await runOperation({ document, variables: { userId }, useCases: asked });
      expect(first.errors).toBeUndefined();
      const id = (first.data as unknown as { user: { id: string } }).user.id;
      await runOperation({ document, variables: { id }, useCases: asked });
      await runOperation({
        document: 'query ($id: ID!) { node(id: $id) { id } }',
        variables: { id },
        useCases: asked,
      });
      expect(calls.map(({ input }) => input)).toEqual([{ userId }, { userId }, { userId }]);
    }),
    { numRuns: 50 },
  );
});

test('a key of two parts is read back whatever its parts hold', () => {
  fc.assert(
    fc.property(userIds, userIds, (first, second) => {
      expect(readPairId(pairId(first, second))).toEqual([first, second]);
    }),
  );
});

test.each([
  '{ node(id: "") { id } }',
  '{ node(id: "not an id") { id } }',
  `{ node(id: "${base64('User:a\u0000b')}") { id } }`,
  '{ user { userId } }',
  '{ user(id: "VXNlcjphZGE=", userId: "ada") { userId } }',
  `{ user(id: "${base64('Plan:free')}") { userId } }`,
  '{ ledgerAccount(id: "ada") { id } }',
  `{ ledgerAccount(id: "${base64('LedgerAccount:ada')}") { id } }`,
  'mutation { revokeServiceKey(input: { keyId: "ada" }) { __typename } }',
])('a bad id is a refusal that names it, never a fault: %s', async (document) => {
  const { useCases, calls } = stubUseCases();
  const { errors = [] } = await runOperation({ document, useCases });
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  expect(calls).toEqual([]);
});

test.each(['Foo:1', 'Grant:1', 'Query:1', 'LedgerAccount:1', 'QuotaPolicy:free'])(
  'a node that cannot be found is null: %s',
  async (key) => {
    const { useCases } = stubUseCases();
    const document = `{ node(id: "${base64(key)}") { id } }`;
    const { data, errors } = await runOperation({ document, useCases });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ node: null });
  },
);

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
