import { expect, test } from 'vitest';
import { checkDocuments } from '../src/checks/documents.ts';
import { findMissingPaths } from '../src/checks/named-paths.ts';

const files = ['README.md', 'docs/economics.md', 'apps/api/src/app.ts', 'apps/api/src/app.test.ts'];
const missing = (text: string, file = 'README.md') =>
  findMissingPaths({ file, text }, files).map(({ line, message }) => `${line} ${message}`);

test('a document may name files, folders and several files at once', () => {
  expect(missing('See `apps/api/src/app.ts`, apps/api/src/ and `apps/api/src/*.test.ts`.')).toEqual(
    [],
  );
  expect(missing('One\n`apps/api/src/gone.ts` and apps/web/*.ts.')).toEqual([
    '2 apps/api/src/gone.ts does not exist.',
    '2 apps/web/*.ts does not exist.',
  ]);
});

test('links are read from the folder of their document, and only links into the repository', () => {
  expect(missing('[rules](economics.md#money) [home](../README.md)', 'docs/index.md')).toEqual([]);
  expect(missing('[rules](economics.md)')).toEqual(['1 economics.md does not exist.']);
  expect(missing('[api](http://localhost:4000/docs/x) and https://example.com/apps/none')).toEqual(
    [],
  );
});

test('what code generation writes may be named before it is there', () => {
  expect(missing('`prisma/src/generated/client` and `apps/admin-web/dist`')).toEqual([]);
});

test('every path that a document of this repository names exists', () => {
  expect(checkDocuments()).toEqual([]);
});
