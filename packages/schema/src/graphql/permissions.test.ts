import { isPermission } from '@purser/domain/access/permissions';
import { roles, rolesByPermission } from '@purser/domain/access/roles';
import type { GraphQLField } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from './schema.ts';
import { anonymous, personOf, runOperation, userTokenOf } from './testing/run-operation.ts';
import { stubUseCases } from './testing/stub-use-cases.ts';
import { minimalOperation } from './testing/write-operation.ts';

/** Open to everybody with an identity: who one is, and nodes, whose types ask for themselves. */
const signedInOnly: ReadonlySet<string> = new Set(['me', 'node']);
/** Fields whose permission depends on whose data is asked for. */
const ofOneUser: Readonly<Record<string, string>> = {
  user: 'user:read',
  createCheckoutSession: 'wallet:write',
  createSubscriptionCheckout: 'subscription:write',
  createPortalLink: 'wallet:write',
};
/** The type behind the id asks: this test asks for a User. */
const ofTheType: Readonly<Record<string, string>> = { node: 'user:read' };

type Root = { kind: 'query' | 'mutation'; field: GraphQLField<unknown, unknown> };

const roots: readonly Root[] = [
  ...fieldsOf(schema.getQueryType()).map((field) => ({ kind: 'query' as const, field })),
  ...fieldsOf(schema.getMutationType()).map((field) => ({ kind: 'mutation' as const, field })),
];

function fieldsOf(type: ReturnType<typeof schema.getQueryType>) {
  return Object.values(type?.getFields() ?? {}) as GraphQLField<unknown, unknown>[];
}

function permissionOf(field: Root['field']): string | undefined {
  const options = field.extensions.pothosOptions as { authScopes?: unknown } | undefined;
  const scopes = options?.authScopes;
  if (typeof scopes === 'function') return ofOneUser[field.name];
  return (scopes as { permission?: string } | undefined)?.permission;
}

describe('every field of Query and Mutation', () => {
  test.each(roots)('$kind $field.name names its permission', ({ field }) => {
    if (signedInOnly.has(field.name)) return;
    const permission = permissionOf(field);
    expect(permission, `${field.name} names no permission`).toBeDefined();
    expect(isPermission(permission ?? '')).toBe(true);
  });

  test.each(roots)(
    '$kind $field.name answers exactly the roles of its permission',
    async (root) => {
      const permission = ofTheType[root.field.name] ?? permissionOf(root.field);
      const document = minimalOperation(root.kind, root.field);
      for (const role of roles) {
        const { useCases, calls } = stubUseCases();
        const { errors = [] } = await runOperation({ document, caller: personOf(role), useCases });
        const refused = errors.some(({ extensions }) => extensions.code === 'FORBIDDEN');
        const allowed =
          permission === undefined ||
          rolesByPermission[permission as keyof typeof rolesByPermission].includes(role);
        expect(refused, `${role}: ${document}`).toBe(!allowed);
        if (allowed) expect(errors, document).toEqual([]);
        else if (root.field.name !== 'node') expect(calls, `${role}: ${document}`).toEqual([]);
      }
    },
  );

  test.each(roots)('$kind $field.name asks who nobody is to log in', async ({ kind, field }) => {
    const { useCases, calls } = stubUseCases();
    const document = minimalOperation(kind, field);
    const { errors = [] } = await runOperation({ document, caller: anonymous, useCases });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect(calls).toEqual([]);
  });
});

describe('a user token', () => {
  const ownData = `user(userId: "ada") {
    userId wallet { availableUsd } subscription { planId periods(first: 1) { totalCount } } budgetBreakdown { planId } grants(first: 1) { totalCount }
    turns(first: 1) { edges { node { turnId } } } denials(first: 1) { totalCount }
  }`;

  test('reads everything of its own user but the audit log', async () => {
    const caller = userTokenOf('ada');
    const own = await runOperation({ document: `{ ${ownData} }`, caller });
    expect(own.errors).toBeUndefined();
    const audit = '{ user(userId: "ada") { planId audit(first: 1) { totalCount } } }';
    const refused = await runOperation({ document: audit, caller });
    expect(codes(refused)).toEqual(['FORBIDDEN']);
    expect(refused.data).toEqual({ user: { planId: 'free', audit: null } });
  });

  test.each([
    `{ ${ownData} }`,
    '{ users(first: 1) { totalCount } }',
    '{ turns(first: 1) { totalCount } }',
    '{ turn(turnId: "turn-1") { turn { turnId } } }',
    '{ subscriptions(first: 1) { totalCount } }',
    '{ projectBudget { balanceUsd } }',
  ])('is refused what is not its own: %s', async (document) => {
    const { useCases, calls } = stubUseCases();
    const result = await runOperation({ document, caller: userTokenOf('bob'), useCases });
    expect(codes(result)).toEqual(['FORBIDDEN']);
    expect(calls).toEqual([]);
  });

  const returnTo = 'successUrl: "https://a.test/y", cancelUrl: "https://a.test/n"';
  const pages = (userId: string) => [
    `mutation { createCheckoutSession(input: { userId: "${userId}", amountUsd: "5", ${returnTo} }) { __typename } }`,
    `mutation { createSubscriptionCheckout(input: { userId: "${userId}", planId: "pro", ${returnTo} }) { __typename } }`,
    `mutation { createPortalLink(input: { userId: "${userId}", returnUrl: "https://a.test/" }) { __typename } }`,
  ];

  test('opens the pages on which its own user pays, and nobody else’s', async () => {
    for (const document of pages('ada')) {
      const own = await runOperation({ document, caller: userTokenOf('ada') });
      expect(own.errors, document).toBeUndefined();
      const { useCases, calls } = stubUseCases();
      const others = await runOperation({ document, caller: userTokenOf('bob'), useCases });
      expect(codes(others), document).toEqual(['FORBIDDEN']);
      expect(calls).toEqual([]);
    }
  });

  test.each(roots.filter(({ kind }) => kind === 'mutation'))(
    'is refused the mutation $field.name for anybody but its own user',
    async ({ kind, field }) => {
      const { useCases, calls } = stubUseCases();
      const document = minimalOperation(kind, field);
      const result = await runOperation({ document, caller: userTokenOf('nobody-here'), useCases });
      expect(codes(result), document).toEqual(['FORBIDDEN']);
      expect(calls).toEqual([]);
    },
  );

  test('cannot reach another user, turn, plan or account through node', async () => {
    for (const key of ['User:ada', 'Turn:turn-1', 'Plan:free', `LedgerAccount:${uuid}`]) {
      const id = Buffer.from(key).toString('base64');
      const document = `{ node(id: "${id}") { __typename } }`;
      const { data, errors } = await runOperation({ document, caller: userTokenOf('bob') });
      expect(errors?.[0]?.extensions.code, key).toBe('FORBIDDEN');
      expect(data, key).toEqual({ node: null });
    }
  });
});

const uuid = '0190f5c2-7c1e-7000-8000-0123456789ab';

function codes(result: Awaited<ReturnType<typeof runOperation>>) {
  return (result.errors ?? []).map(({ extensions }) => extensions.code);
}
