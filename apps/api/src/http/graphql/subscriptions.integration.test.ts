import { createGraphQLContext } from '@purser/schema/graphql/context';
import { schema } from '@purser/schema/graphql/schema';
import { graphql } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AdminWorld, openAdminWorld } from '../../testing/admin-world.ts';
import { rowCounts } from '../../testing/row-counts.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdminWorld();
  const { useCases, ctx } = world;
  for (const [planId, monthlyPriceMicroUsd] of [
    ['basic', 9_990_000n],
    ['pro', 19_990_000n],
  ] as const) {
    expect(await useCases.plan.upsert(ctx, { planId, monthlyPriceMicroUsd }, {})).toMatchObject({
      ok: true,
    });
  }
});

afterAll(() => world.close());

type Data = Readonly<Record<string, unknown>>;

async function ask(source: string, variableValues: Record<string, unknown> = {}): Promise<Data> {
  const { ctx, useCases, db } = world;
  const contextValue = createGraphQLContext({ ctx, useCases, prisma: db });
  const { data, errors } = await graphql({ schema, source, variableValues, contextValue });
  expect(errors).toBeUndefined();
  return data as Data;
}

/** Sends a mutation; its answer has the typename, and the fields asked for of a payload or an error. */
async function send(mutation: string, input: object, fields: string): Promise<unknown> {
  const name = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const data = await ask(
    `mutation ($input: ${name}Input!) { ${mutation}(input: $input) {
      __typename ... on ${name}Payload { dryRun replayed changes { label before after } ${fields} }
      ... on Error { code message field }
    } }`,
    { input },
  );
  return data[mutation];
}

const money = 'subscription { period { balanceUsd toppedUpUsd overdraftUsd } }';

test('a dry run of every command says what would change and changes nothing', async () => {
  await send('createSubscription', { userId: 'dry', planId: 'basic' }, 'action');
  const before = await rowCounts(world.pool);
  const dry = { userId: 'dry', dryRun: true, reason: 'to see' };
  const created = { ...dry, userId: 'fresh', planId: 'pro' };
  for (const answer of [
    await send('createSubscription', created, 'action'),
    await send('topUpSubscription', { ...dry, amountUsd: '5.00' }, money),
    await send('setSubscriptionOverdraft', { ...dry, unlimited: true }, money),
    await send('changePlan', { ...dry, planId: 'pro' }, 'action differenceUsd'),
    await send('cancelSubscription', dry, 'action'),
  ]) {
    expect(answer).toMatchObject({ dryRun: true, replayed: false });
    expect((answer as { changes: unknown[] }).changes.length).toBeGreaterThan(0);
  }
  expect(await rowCounts(world.pool)).toEqual(before);
});

test('a key does once what it is sent with twice, and says so', async () => {
  await send('createSubscription', { userId: 'keyed', planId: 'basic' }, 'action');
  const input = {
    userId: 'keyed',
    amountUsd: '1.000001',
    idempotencyKey: 'top-up',
    reason: 'gift',
  };
  const first = await send('topUpSubscription', input, money);
  expect(first).toMatchObject({
    replayed: false,
    subscription: { period: { balanceUsd: '10.990001' } },
  });
  expect(await send('topUpSubscription', input, money)).toMatchObject({
    replayed: true,
    subscription: { period: { balanceUsd: '10.990001' } },
  });
});

test.each([
  ['createSubscription', { userId: 'no', planId: 'unheard-of' }, 'NotFoundError', 'planId'],
  ['topUpSubscription', { userId: 'no', amountUsd: '0.00' }, 'InvalidValueError', 'amountUsd'],
  ['setSubscriptionOverdraft', { userId: 'no' }, 'InvalidValueError', 'overdraftUsd'],
  ['cancelSubscription', {}, 'InvalidValueError', 'userId'],
  ['resumeSubscription', { userId: 'no' }, 'NotFoundError', null],
  ['changePlan', { userId: 'no', planId: 'pro' }, 'NotFoundError', null],
  ['sweepPeriods', { limit: 0 }, 'InvalidValueError', 'limit'],
  ['reapHolds', { limit: 1_000_000 }, 'InvalidValueError', 'limit'],
])('%s of %j is declined as a %s', async (mutation, input, typename, field) => {
  const before = await rowCounts(world.pool);
  const answer = await send(mutation, input, '__typename');
  expect(answer).toMatchObject({
    __typename: typename,
    message: expect.any(String),
    ...(field === null ? {} : { field }),
  });
  expect(await rowCounts(world.pool)).toEqual(before);
});

test('a user leads to their subscription, its periods and every transfer of a period', async () => {
  await send('createSubscription', { userId: 'team/α 1', planId: 'basic' }, 'action');
  const { useCases, ctx } = world;
  const turnId = 'traced';
  await useCases.turn.admit(ctx, { turnId, userId: 'team/α 1', estimateTokens: 2_000n });
  await useCases.turn.settle(ctx, { turnId, costMicroUsd: 12_345n, provider: 'anthropic' });
  const read = (await ask(
    `query ($userId: String!) { user(userId: $userId) { planId subscription {
      id isActive plan { name } periods(first: 5) { edges { node { id periodKey balanceUsd spentUsd } } }
      period { id transfers(first: 5) { edges { node { phase kind amountUsd turnId } } } }
    } } }`,
    { userId: 'team/α 1' },
  )) as unknown as { user: { subscription: Read } };
  const { subscription } = read.user;
  expect(subscription).toMatchObject({
    isActive: true,
    plan: { name: 'basic' },
    periods: { edges: [{ node: { balanceUsd: '9.977655', spentUsd: '0.012345' } }] },
  });
  const transfers = subscription.period.transfers.edges.map(({ node }) => node);
  expect(transfers).toContainEqual(
    expect.objectContaining({ phase: 'SETTLE', amountUsd: '0.012345', turnId }),
  );
  expect(transfers.at(-1)).toMatchObject({ phase: 'POST', amountUsd: '9.99' });

  const nested = (await ask(
    `query ($userId: String!) { user(userId: $userId) { subscription { periods(first: 5) {
      edges { node { transfers(first: 1) {
        edges { node { phase kind amountUsd turnId } } pageInfo { hasNextPage endCursor } } } } } } } }`,
    { userId: 'team/α 1' },
  )) as unknown as { user: { subscription: { periods: { edges: [{ node: Nested }] } } } };
  const [first] = nested.user.subscription.periods.edges;
  expect(first.node.transfers).toMatchObject({
    edges: [{ node: transfers[0] }],
    pageInfo: { hasNextPage: true },
  });
  const rest = (await ask(
    `query ($id: ID!, $after: String) { node(id: $id) { ... on SubscriptionPeriod {
      transfers(first: 50, after: $after) { edges { node { phase kind amountUsd turnId } } } } } }`,
    { id: subscription.period.id, after: first.node.transfers.pageInfo.endCursor },
  )) as unknown as { node: { transfers: { edges: { node: unknown }[] } } };
  expect(rest.node.transfers.edges.map(({ node: row }) => row)).toEqual(transfers.slice(1));

  const node = 'query ($id: ID!) { node(id: $id) { id __typename } }';
  for (const [id, __typename] of [
    [subscription.id, 'UserSubscription'],
    [subscription.period.id, 'SubscriptionPeriod'],
  ]) {
    expect(await ask(node, { id })).toEqual({ node: { id, __typename } });
  }
});

type Nested = { readonly transfers: { readonly pageInfo: { readonly endCursor: string } } };

type Read = {
  readonly id: string;
  readonly period: {
    readonly id: string;
    readonly transfers: { readonly edges: readonly { readonly node: unknown }[] };
  };
};

test('subscriptions are filtered, and canceled ones show only when asked for', async () => {
  await send('createSubscription', { userId: 'gone', planId: 'pro' }, 'action');
  await send('cancelSubscription', { userId: 'gone' }, 'action');
  const list = `query ($userId: String, $status: String, $includeCanceled: Boolean! = false) {
    subscriptions(userId: $userId, status: $status, includeCanceled: $includeCanceled) {
      edges { node { userId status } } } }`;
  const of = async (variables: Record<string, unknown>) => {
    const { subscriptions } = await ask(list, variables);
    const { edges } = subscriptions as { edges: readonly { node: { userId: string } }[] };
    return edges.map(({ node }) => node.userId);
  };
  expect(await of({ userId: 'gone' })).toEqual([]);
  expect(await of({ userId: 'gone', includeCanceled: true })).toEqual(['gone']);
  expect(await of({ status: 'canceled' })).toEqual(['gone']);
  expect(await of({ status: 'active' })).not.toContain('gone');
});

test('Overview counts live subscriptions, and those that end soon are listed', async () => {
  await send('createSubscription', { userId: 'ending', planId: 'basic' }, 'action');
  await send('cancelSubscription', { userId: 'ending', atPeriodEnd: true }, 'action');
  const { overview, expiringGrants } = await ask(`{
    overview { subscriptions { active pastDue } }
    expiringGrants(withinDays: 31) { edges { node { kind userId expiresAt daysRemaining } } }
  }`);
  expect(overview).toMatchObject({ subscriptions: { pastDue: 0 } });
  expect(expiringGrants).toMatchObject({
    edges: [
      {
        node: {
          kind: 'SUBSCRIPTION',
          userId: 'ending',
          expiresAt: '2026-12-22T12:00:00.000Z',
          daysRemaining: 30,
        },
      },
    ],
  });
});
