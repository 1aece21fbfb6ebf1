import { usdDecimal } from '@purser/domain/money/format-usd';
import { microUsdMax } from '@purser/domain/money/micro-usd';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBigInt, readDateTime, readUsd } from './scalars.ts';
import { runOperation } from './testing/run-operation.ts';

const topUp = (amount: string) =>
  `mutation { topUpProjectBudget(input: { amountUsd: ${amount} }) { __typename } }`;
const topUpVariable =
  'mutation ($input: TopUpProjectBudgetInput!) { topUpProjectBudget(input: $input) { __typename } }';

test('any amount within the bounds goes out as a decimal string and comes back the same', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -microUsdMax, max: microUsdMax }), (amountMicroUsd) => {
      expect(readUsd(usdDecimal(amountMicroUsd))).toBe(amountMicroUsd);
    }),
  );
});

describe.each([
  ['"1.0000001"', '1.0000001', '6 fraction digits'],
  ['"9000000001"', '9000000001', '9,000,000,000'],
  ['"NaN"', 'NaN', 'decimal string'],
  ['"1e3"', '1e3', 'decimal string'],
  ['5', 5, 'decimal string'],
])('the amount %s is refused', (literal, variable, why) => {
  test('naming the field, written into the document', async () => {
    const { errors = [] } = await runOperation({ document: topUp(literal) });
    const messages = errors.map(({ message }) => message).join('\n');
    expect(messages).toContain('amountUsd');
    expect(messages).toContain(why);
  });

  test('naming the field, as a variable', async () => {
    const variables = { input: { amountUsd: variable } };
    const { errors = [] } = await runOperation({ document: topUpVariable, variables });
    expect(errors[0]?.message).toContain('input.amountUsd');
    expect(errors[0]?.message).toContain(why);
  });
});

test('a BigInt is a whole number of at most 64 bits', () => {
  expect(readBigInt('9223372036854775807')).toBe(2n ** 63n - 1n);
  expect(readBigInt(42)).toBe(42n);
  for (const bad of ['9223372036854775808', '1.5', '', ' 1', 'abc', 1.5, 2 ** 53, null, true]) {
    expect(() => readBigInt(bad), String(bad)).toThrow('BigInt');
  }
});

test('a DateTime names its offset', () => {
  expect(readDateTime('2026-01-24T10:30:00+01:00').toISOString()).toBe('2026-01-24T09:30:00.000Z');
  for (const bad of ['2026-01-24', '2026-01-24T09:30:00', '2026-13-24T09:30:00Z', 1, null]) {
    expect(() => readDateTime(bad), String(bad)).toThrow('DateTime');
  }
});
