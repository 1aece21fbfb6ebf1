import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { runOperation } from '../testing/run-operation.ts';
import { exampleOperations } from './example-operations.ts';

test.each(exampleOperations)('the example $name is answered', async ({ document, variables }) => {
  const { data, errors } = await runOperation({ document, variables });
  expect(errors).toBeUndefined();
  expect(Object.values(data ?? {})).not.toContain(null);
});

test('there are ten at least, each one operation under its own name', () => {
  expect(exampleOperations.length).toBeGreaterThanOrEqual(10);
  for (const { name, document } of exampleOperations) {
    const [only, ...others] = parse(document).definitions;
    expect(others).toEqual([]);
    expect(only?.kind === 'OperationDefinition' && only.name?.value).toBe(name);
  }
});

test('no example changes anything: a command is a dry run', () => {
  for (const { document, variables } of exampleOperations) {
    if (document.startsWith('mutation')) {
      expect(variables).toMatchObject({ input: { dryRun: true } });
    }
  }
});
