import { getIntrospectionQuery } from 'graphql';
import { expect, test } from 'vitest';
import { aliasesMax, mutationsMax, parseOptions, rootFieldsMax } from './document-limits.ts';
import { runOperation } from './testing/run-operation.ts';
import { stubUseCases } from './testing/stub-use-cases.ts';

async function refusalOf(document: string) {
  const { useCases, calls } = stubUseCases();
  const { errors = [] } = await runOperation({ document, useCases });
  expect(calls).toEqual([]);
  return errors.map(({ extensions }) => extensions.code);
}

const times = (count: number, write: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');

test('one alias too many is refused', async () => {
  const document = `{ me { ${times(aliasesMax + 1, (n) => `a${n}: name`)} } }`;
  expect(await refusalOf(document)).toEqual(['QUERY_TOO_COMPLEX']);
});

test('as many aliases as allowed are answered', async () => {
  const document = `{ me { ${times(aliasesMax, (n) => `a${n}: name`)} } }`;
  expect((await runOperation({ document })).errors).toBeUndefined();
});

test('too many questions at once are refused, fragments counted', async () => {
  const document = `query { ...Many } fragment Many on Query { ${times(rootFieldsMax + 1, (n) => `a${n}: me { name }`)} }`;
  expect(await refusalOf(document)).toEqual(['QUERY_TOO_COMPLEX']);
});

test('too many commands at once are refused', async () => {
  const document = `mutation { ${times(mutationsMax + 1, (n) => `a${n}: clearCache(input: {}) { __typename }`)} }`;
  expect(await refusalOf(document)).toEqual(['QUERY_TOO_COMPLEX']);
});

test('a page of pages is refused before anything is asked', async () => {
  const document = `{ a: user(userId: "ada") { ${times(12, (n) => `t${n}: wallet { transfers(first: 200) { edges { node { id kind phase actor reason recordedAt debit { kind } credit { kind } } } } }`)} } }`;
  expect(await refusalOf(document)).toEqual(['QUERY_TOO_COMPLEX']);
});

test('a full page with every plain field is within the limits', async () => {
  const document = `{ users(first: 200) { totalCount edges { cursor node {
    id userId role planId planSource createdAt requestsToday tokensToday walletUsd lastTurnAt
  } } pageInfo { endCursor hasNextPage } } }`;
  expect((await runOperation({ document })).errors).toBeUndefined();
});

test('fragments that spread each other twice cost no time', async () => {
  const fragments = times(60, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
  const document = `{ ...F0 } ${fragments} fragment F60 on Query { me { name } }`;
  const started = performance.now();
  await runOperation({ document });
  expect(performance.now() - started).toBeLessThan(2_000);
});

test('a document of too many tokens is not parsed', async () => {
  const document = `{ me { ${'name '.repeat(parseOptions.maxTokens ?? 0)} } }`;
  await expect(runOperation({ document })).rejects.toThrow('tokens');
});

test('the introspection of GraphiQL passes', async () => {
  const { errors } = await runOperation({ document: getIntrospectionQuery() });
  expect(errors).toBeUndefined();
});
