import { expect, test } from 'vitest';
import type { FieldObservation } from './field-observation.ts';
import { anonymous, runOperation } from './testing/run-operation.ts';

async function observed(document: string, caller?: typeof anonymous) {
  const seen: FieldObservation[] = [];
  const observe = (observation: FieldObservation) => void seen.push(observation);
  await runOperation({ document, observe, ...(caller ? { caller } : {}) });
  return seen;
}

test('each root field is observed once, and nothing below it', async () => {
  const seen = await observed('{ me { name } plans(first: 3) { edges { node { planId } } } }');
  expect(seen.map(({ kind, field, failed }) => ({ kind, field, failed }))).toEqual([
    { kind: 'query', field: 'me', failed: false },
    { kind: 'query', field: 'plans', failed: false },
  ]);
  expect(seen.every(({ durationMs }) => durationMs >= 0)).toBe(true);
});

test('a refused field is observed as failed', async () => {
  const [seen] = await observed('mutation { clearCache(input: {}) { __typename } }', anonymous);
  expect(seen).toMatchObject({ kind: 'mutation', field: 'clearCache', failed: true });
});
