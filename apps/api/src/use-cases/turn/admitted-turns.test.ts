import { holdTtlMs } from '@purser/domain/turn/prepare-admission';
import { expect, test } from 'vitest';
import { AdmittedTurns } from './admitted-turns.ts';

const scope = { tenantId: 1, projectId: 1 };
const facts = {
  externalUserId: 'ada',
  bundleId: null,
  planId: 'free',
  providers: ['anthropic'],
  admittedAtMs: 1_000,
};

test('the facts of a turn serve one settlement, in their own project, as long as a hold lives', () => {
  const turns = new AdmittedTurns();
  turns.remember(scope, 't1', facts);
  expect(turns.take({ tenantId: 1, projectId: 2 }, 't1', 2_000)).toBeUndefined();
  expect(turns.take(scope, 't1', 2_000)).toEqual(facts);
  expect(turns.take(scope, 't1', 2_000)).toBeUndefined();
  turns.remember(scope, 't2', facts);
  expect(turns.take(scope, 't2', 1_001 + holdTtlMs)).toBeUndefined();
});

test('turns that nobody settles do not fill the memory: the oldest go', () => {
  const turns = new AdmittedTurns();
  for (let n = 0; n <= 20_000; n += 1) turns.remember(scope, `t${n}`, facts);
  expect(turns.take(scope, 't0', 2_000)).toBeUndefined();
  expect(turns.take(scope, 't1', 2_000)).toEqual(facts);
});
