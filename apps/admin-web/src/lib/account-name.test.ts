import { expect, it } from 'vitest';
import { accountName } from './account-name.ts';

it.each([
  ['project', '', 'project budget'],
  ['spend', 'anthropic', 'anthropic spend'],
  ['spend', 'unsettled', 'spend'],
  ['period', 'internal:home:demo:team/a:b:2027-03-22T18:45:53.492Z', 'period to 22 Mar 2027'],
  ['period', 'stripe:sub_1:2027-03-22T00:00:00.000Z', 'period to 22 Mar 2027'],
  ['period', 'without an end', 'period without an end'],
])('an account of kind %s and reference %j reads as %s', (kind, reference, name) => {
  expect(accountName({ kind, reference })).toBe(name);
});
