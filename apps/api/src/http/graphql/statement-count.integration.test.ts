import { createGraphQLContext } from '@purser/schema/graphql/context';
import { schema } from '@purser/schema/graphql/schema';
import { isConnection, wholeRows } from '@purser/schema/graphql/testing/write-operation';
import { type GraphQLField, graphql } from 'graphql';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type AdminWorld, openAdminWorld } from '../../testing/admin-world.ts';

const users = 12;
let world: AdminWorld;

beforeAll(async () => {
  world = await openAdminWorld();
  const { useCases, ctx } = world;
  for (let index = 0; index < users; index += 1) {
    const userId = `user-${index}`;
    const planId = `plan-${index}`;
    const amount = { amountMicroUsd: 5_000_000n, source: 'operator' } as const;
    const limits = { requestsPerDay: 5n };
    const outcomes = [
      await useCases.quota.setPolicy(ctx, { planId, bundleId: '*', limits }, {}),
      await useCases.budget.setPolicy(ctx, { provider: `provider-${index}`, bundleId: '*' }, {}),
      await useCases.wallet.addCredits(
        ctx,
        { userId, ...amount, expiresInDays: 3 },
        { idempotencyKey: userId },
      ),
      await useCases.grant.create(
        ctx,
        { userId, bundleId: '*', mode: 'add', limits, source: 'trial', expiresInDays: 3 },
        {},
      ),
    ];
    for (const outcome of outcomes) expect(outcome).toMatchObject({ ok: true });
  }
});

afterAll(() => world.close());

const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ type }) =>
  isConnection(type),
) as GraphQLField<unknown, unknown>[];

/** Every statement goes through the driver's client, whoever sends it. */
async function statementsOf(source: string) {
  const { ctx, useCases, db } = world;
  const contextValue = createGraphQLContext({ ctx, useCases, prisma: db });
  const spy = vi.spyOn(Client.prototype, 'query');
  try {
    const { data, errors } = await graphql({ schema, source, contextValue });
    expect(errors, source).toBeUndefined();
    const [connection] = Object.values(data ?? {}) as { edges: unknown[] }[];
    return { statements: spy.mock.calls.length, rows: connection?.edges.length ?? 0 };
  } finally {
    spy.mockRestore();
  }
}

test.each(lists)('the list $name costs no statement more for a row more', async (list) => {
  await statementsOf(wholeRows(list, 2));
  const two = await statementsOf(wholeRows(list, 2));
  const many = await statementsOf(wholeRows(list, 100));
  expect(many.rows).toBeGreaterThanOrEqual(two.rows);
  // A cache may be due for a look in one of the two; a statement for each row would be ten more.
  expect(Math.abs(many.statements - two.statements)).toBeLessThanOrEqual(2);
});

test('the lists of users, grants, policies, plans and transfers had many rows to show', async () => {
  for (const name of ['users', 'grants', 'quotaPolicies', 'budgetPolicies', 'plans', 'auditLog']) {
    const list = lists.find((field) => field.name === name);
    if (list === undefined) throw new Error(`There is no list ${name}.`);
    expect((await statementsOf(wholeRows(list, 100))).rows, name).toBeGreaterThanOrEqual(users);
  }
});
