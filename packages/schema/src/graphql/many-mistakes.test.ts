import { expect, test } from 'vitest';
import { runOperation } from './testing/run-operation.ts';
import { stubUseCases } from './testing/stub-use-cases.ts';

const issues = '__typename ... on InvalidValueError { message field issues { field message } }';

test.each([
  [
    'setQuotaPolicy',
    {
      planId: '',
      bundleId: 'a\u0000b',
      limits: { requestsPerDay: '-1', tokensPerDay: '-2', usdPerDay: '-0.01' },
      notes: 'x'.repeat(2_001),
      reason: '',
    },
    [
      'bundleId',
      'limits.requestsPerDay',
      'limits.tokensPerDay',
      'limits.usdPerDay',
      'notes',
      'planId',
      'reason',
    ],
  ],
  [
    'topUpUser',
    { userId: '', additional: { requestsPerDay: '-1' }, expiresInDays: 0, purchaseAmountUsd: '0' },
    ['additional.requestsPerDay', 'expiresInDays', 'purchaseAmountUsd', 'userId'],
  ],
  [
    'addWalletCredits',
    { userId: '', amountUsd: '-1', purchaseId: '', idempotencyKey: '' },
    ['amountUsd', 'idempotencyKey', 'purchaseId', 'userId'],
  ],
])('%s names every field that cannot be, not only the first', async (mutation, input, fields) => {
  const { useCases, calls } = stubUseCases();
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await runOperation({
    document: `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${issues} } }`,
    variables: { input },
    useCases,
  });
  expect(errors).toBeUndefined();
  const answer = data?.[mutation] as {
    readonly __typename: string;
    readonly issues: readonly { readonly field: string }[];
  };
  expect(answer.__typename).toBe('InvalidValueError');
  expect([...new Set(answer.issues.map(({ field }) => field))].sort()).toEqual(fields);
  expect(calls).toEqual([]);
});

test('a query names every argument that cannot be', async () => {
  const { errors = [] } = await runOperation({
    document: 'query { quotaPolicies(first: 500, planId: "", bundleId: "") { edges { cursor } } }',
  });
  const named = errors[0]?.extensions.issues as readonly { readonly field: string }[];
  expect(named.map(({ field }) => field).sort()).toEqual(['bundleId', 'first', 'planId']);
});
