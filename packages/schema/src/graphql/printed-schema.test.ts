import { readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';
import { expect, test } from 'vitest';
import { declaredBreakingChanges } from './breaking-changes.ts';
import { printedSchema, releasedFile, schemaFile } from './printed-schema.ts';

test('the committed schema.graphql is what the code says', () => {
  expect(readFileSync(schemaFile, 'utf8')).toBe(printedSchema());
});

test('nothing breaks against the released schema unless it is declared', () => {
  const released = buildSchema(readFileSync(releasedFile, 'utf8'));
  const changes = findBreakingChanges(released, buildSchema(printedSchema()));
  const found = changes.map(({ description }) => description);
  expect(found.toSorted()).toEqual([...declaredBreakingChanges].toSorted());
});
