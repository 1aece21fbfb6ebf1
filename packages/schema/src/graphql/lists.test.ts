import type { GraphQLField } from 'graphql';
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

test.each([
  '{ ledgerAccounts(first: 5) { edges { node { transfers { totalCount } } } } }',
  '{ subscriptions(first: 5) { edges { node { periods { totalCount } } } } }',
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
