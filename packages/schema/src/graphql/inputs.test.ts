import { expect, test } from 'vitest';
import { runOperation } from './testing/run-operation.ts';
import { stubUseCases } from './testing/stub-use-cases.ts';

const upsert = `mutation ($metadata: JSON) {
  upsertPlan(input: { planId: "pro", metadata: $metadata }) {
    __typename ... on InvalidValueError { field }
  }
}`;

const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);

test.each([
  ['a list', [1]],
  ['a text', 'x'],
  ['too large', { text: 'x'.repeat(9_000) }],
  ['nested too deeply', { deep }],
  ['holding U+0000', { text: 'a\u0000b' }],
  ['holding half a character', { text: '\ud800' }],
])('metadata %s is refused naming the field', async (_what, metadata) => {
  const { useCases, calls } = stubUseCases();
  const { data, errors } = await runOperation({
    document: upsert,
    variables: { metadata },
    useCases,
  });
  expect(errors).toBeUndefined();
  expect(data?.upsertPlan).toEqual({ __typename: 'InvalidValueError', field: 'metadata' });
  expect(calls).toEqual([]);
});

test('metadata that can be kept is handed on as it is', async () => {
  const { useCases, calls } = stubUseCases();
  const metadata = { tier: 1, tags: ['a', 'ü'], nested: { yes: true } };
  await runOperation({ document: upsert, variables: { metadata }, useCases });
  expect(calls[0]?.input).toMatchObject({ metadata });
});

test.each([
  ['PROVIDER', 400, []],
  ['PLAN', 31, []],
  ['PLAN', 32, ['`range.to` is at most 31 days']],
  ['SOURCE', 32, ['`range.to` is at most 31 days']],
])(
  'spending by %s over %i days is answered or refused by what it must read',
  async (by, days, why) => {
    const from = Date.UTC(2026, 0, 1);
    const to = from + days * 86_400_000;
    const { errors = [] } = await runOperation({
      document: `query ($range: RangeInput!) { spend(groupBy: ${by}, range: $range) { turns } }`,
      variables: { range: { from: new Date(from).toISOString(), to: new Date(to).toISOString() } },
    });
    expect(errors.map(({ message }) => message)).toEqual(
      why.map((words) => expect.stringContaining(words)),
    );
  },
);

test.each([
  ['2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z', 'Must be after'],
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'Must be after'],
  ['2020-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'at most 400 days'],
])('a range from %s to %s is refused naming its end', async (from, to, why) => {
  const { errors = [] } = await runOperation({
    document: 'query ($range: RangeInput!) { spend(range: $range) { turns } }',
    variables: { range: { from, to } },
  });
  expect(errors[0]?.message).toContain('range.to');
  expect(errors[0]?.message).toContain(why);
  expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
});
