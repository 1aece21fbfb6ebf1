import { createGraphQLContext } from '@purser/schema/graphql/context';
import { exampleOperations } from '@purser/schema/graphql/examples/example-operations';
import { schema } from '@purser/schema/graphql/schema';
import { graphql } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AdminWorld, openAdminWorld } from '../../testing/admin-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdminWorld();
});

afterAll(() => world.close());

function ask(source: string, variableValues: Record<string, unknown> = {}) {
  const { ctx, useCases, db } = world;
  const contextValue = createGraphQLContext({ ctx, useCases, prisma: db });
  return graphql({ schema, source, variableValues, contextValue });
}

async function setRequestsPerDay(planId: string, requestsPerDay: bigint, reason: string) {
  const { useCases, ctx } = world;
  const input = { planId, bundleId: '*', limits: { requestsPerDay } };
  const outcome = await useCases.quota.setPolicy(ctx, input, { reason });
  expect(outcome.ok).toBe(true);
}

const history = `query ($id: ID!, $first: Int! = 50, $after: String) {
  node(id: $id) { ... on QuotaPolicy {
    history(first: $first, after: $after) {
      edges { cursor node { id version reason actor before after } }
      pageInfo { hasNextPage endCursor }
    }
  } }
}`;

type History = {
  readonly node: {
    readonly history: {
      readonly edges: readonly { readonly node: { readonly version: number; reason: string } }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    };
  };
};

async function policyId(planId: string): Promise<string> {
  const { data, errors } = await ask(
    'query ($planId: String) { quotaPolicies(planId: $planId) { edges { node { id } } } }',
    { planId },
  );
  expect(errors).toBeUndefined();
  const { quotaPolicies } = data as unknown as {
    quotaPolicies: { edges: readonly [{ node: { id: string } }] };
  };
  return quotaPolicies.edges[0].node.id;
}

async function readHistory(variables: Record<string, unknown>) {
  const { data, errors } = await ask(history, variables);
  expect(errors).toBeUndefined();
  return (data as unknown as History).node.history;
}

test('every change of a policy is read back, newest first, a page at a time', async () => {
  for (const [index, reason] of ['first', 'second', 'third'].entries()) {
    await setRequestsPerDay('paged', BigInt(index + 1), reason);
  }
  const id = await policyId('paged');
  const page = await readHistory({ id, first: 2 });
  expect(page.edges.map(({ node }) => node.reason)).toEqual(['third', 'second']);
  expect(page.pageInfo.hasNextPage).toBe(true);
  const rest = await readHistory({ id, first: 2, after: page.pageInfo.endCursor });
  expect(rest.edges.map(({ node }) => node.reason)).toEqual(['first']);
  expect(rest.pageInfo.hasNextPage).toBe(false);
});

test("another project's changes are not seen", async () => {
  await setRequestsPerDay('shared-name', 1n, 'ours');
  const [row] = await world.db.policyVersion.findMany({ where: { reason: 'ours' }, take: 1 });
  if (row === undefined) throw new Error('The change was not kept.');
  const { tenantId, projectId } = world.ctx.scope;
  await world.db.policyVersion.createMany({
    data: [
      { tenantId, projectId: projectId + 1, reason: 'another project' },
      { tenantId: tenantId + 1, projectId, reason: 'another tenant' },
    ].map((other) => ({ ...row, ...other, before: {}, after: {} })),
  });
  const { edges } = await readHistory({ id: await policyId('shared-name') });
  expect(edges.map(({ node }) => node.reason)).toEqual(['ours']);
});

test('a cursor that no page has answered is refused, not a fault', async () => {
  await setRequestsPerDay('cursor', 1n, 'once');
  const id = await policyId('cursor');
  for (const key of [['junk'], ['junk', 1], [null, 'junk']]) {
    const after = Buffer.from(JSON.stringify(key)).toString('base64url');
    const { errors } = await ask(history, { id, after });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  }
});

test.each(exampleOperations)('the example $name is answered from a fresh project', async (one) => {
  const { errors } = await ask(one.document, { ...one.variables });
  expect(errors).toBeUndefined();
});
