import { type GraphQLField, getNamedType, isInputObjectType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from './schema.ts';
import { runOperation } from './testing/run-operation.ts';
import { stubUseCases } from './testing/stub-use-cases.ts';
import { isConnection, wholeRows } from './testing/write-operation.ts';

const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ type }) =>
  isConnection(type),
) as GraphQLField<unknown, unknown>[];

async function useCasesAsked(document: string, rows: number) {
  const { useCases, calls } = stubUseCases({ rows });
  const { errors } = await runOperation({ document, useCases });
  expect(errors, document).toBeUndefined();
  return calls.map(({ useCase }) => useCase);
}

describe.each(lists)('the list $name', (field) => {
  test('asks as often for a hundred rows as for one', async () => {
    const one = await useCasesAsked(wholeRows(field, 1), 1);
    const hundred = await useCasesAsked(wholeRows(field, 100), 100);
    // A single plan is got by id, several by one list.
    const counted = (asked: string[]) => asked.map((name) => name.replace('plan.get', 'plan.list'));
    expect(counted(hundred)).toEqual(counted(one));
  });

  test('takes first and after and nothing that pages backwards', () => {
    const names = field.args.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['first', 'after']));
    expect(names).not.toEqual(expect.arrayContaining(['last']));
  });
});

const everyList = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => isConnection(field.type))
      .map((field) => ({ place: `${type.name}.${field.name}`, field })),
  );

test.each(everyList)('$place is paged and sorted as every list is', ({ field }) => {
  const sort = field.args.find(({ name }) => name === 'sort');
  const input = getNamedType(sort?.type);
  if (!isInputObjectType(input)) throw new Error('It takes no order.');
  expect(Object.keys(input.getFields())).toEqual(['by', 'direction']);
  expect(field.args.map(({ name }) => name)).toEqual(expect.arrayContaining(['first', 'after']));
});

test('an order reaches the use case, and its cursors are refused in another', async () => {
  const { useCases, calls } = stubUseCases({ rows: 3 });
  const sorted = 'sort: { by: EXPIRES_AT, direction: DESC }';
  const document = (args: string) =>
    `{ grants(first: 2, ${args}) { edges { cursor } pageInfo { endCursor } } }`;
  const { data } = await runOperation({ document: document(sorted), useCases });
  expect(calls[0]?.input).toMatchObject({ sort: { by: 'expiresAt', direction: 'desc' } });
  const grants = data?.grants as { edges: { cursor: string }[] } | undefined;
  const other = document(`after: "${grants?.edges[0]?.cursor}", sort: { by: EXPIRES_AT }`);
  const { errors = [] } = await runOperation({ document: other, useCases });
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
});

test('rows are counted only when their number is asked for, and no further than people page', async () => {
  const { useCases, calls } = stubUseCases({ rows: 3 });
  await runOperation({ document: '{ turns(first: 2) { edges { cursor } } }', useCases });
  expect(calls).toHaveLength(1);
  expect(calls[0]?.input).not.toHaveProperty('countUpTo');
  const { data } = await runOperation({ document: '{ turns { totalCount } }', useCases });
  expect(data?.turns).toEqual({ totalCount: 3 });
  expect(calls.at(-1)?.input).toMatchObject({ limit: 1, countUpTo: 10_000 });
});

test.each([
  '{ ledgerAccounts(first: 5) { edges { node { transfers { totalCount } } } } }',
  '{ subscriptions(first: 5) { edges { node { periods { totalCount } } } } }',
  '{ wallets(first: 5) { edges { node { transfers { totalCount } } } } }',
  '{ plans(first: 5) { edges { node { history { totalCount } } } } }',
  '{ quotaPolicies(first: 5) { edges { node { history { totalCount } } } } }',
  '{ budgetPolicies(first: 5) { edges { node { history { totalCount } } } } }',
])('a list inside a list is refused: %s', async (document) => {
  const { useCases, calls } = stubUseCases();
  const { errors = [] } = await runOperation({ document, useCases });
  expect(errors[0]?.message).toContain('at a time');
  expect(calls).toHaveLength(1);
});

test('a list of periods asks once for the transfers of them all', async () => {
  const document = `{ user(userId: "ada") { subscription { periods(first: 50) {
    edges { node { transfers(first: 5) { edges { node { id } } } } } } } } }`;
  const asked = await useCasesAsked(document, 50);
  expect(asked.filter((name) => name === 'subscription.firstPeriodTransfers')).toHaveLength(1);
});
