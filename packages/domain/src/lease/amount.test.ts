import fc from 'fast-check';
import { expect, it } from 'vitest';
import { amountMax, amountToJson, parseAmount } from './amount.ts';

it('an amount travels as a JSON number or a string and comes back the same (rule D2)', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: amountMax }), (amount) => {
      const sent = JSON.parse(JSON.stringify(amountToJson(amount))) as unknown;
      expect(parseAmount(sent)).toEqual({ ok: true, value: amount });
      expect(parseAmount(amount.toString())).toEqual({ ok: true, value: amount });
    }),
  );
});

it.each([
  -1,
  0.5,
  2 ** 53,
  Number.NaN,
  '',
  ' 1',
  '1e3',
  '-1',
  '0x1',
  '9223372036854775808',
  null,
  {},
])('no amount is read from %s', (given) => {
  expect(parseAmount(given)).toEqual({ ok: false, rejection: { code: 'value_out_of_range' } });
});
