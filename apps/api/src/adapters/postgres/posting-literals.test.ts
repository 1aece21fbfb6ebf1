import { expect, test } from 'vitest';
import { columnTypes } from './posting-columns.ts';
import { columnLiterals } from './posting-literals.ts';

/** The literals that are not null, by their columns. */
function literalsOf(...batch: Parameters<typeof columnLiterals>): Record<string, string> {
  const literals = columnLiterals(...batch);
  return Object.fromEntries(
    Object.keys(columnTypes).flatMap((column, place) => {
      const literal = literals[place] ?? null;
      return literal === null ? [] : [[column, literal]];
    }),
  );
}

test('a column has an element for each row of its list, null before, between and behind values', () => {
  const items = [
    { op: 'heartbeat' },
    { op: 'settle', cost: 5n, legList: [{ leg_amount: 3n }, { leg_amount: 2n, leg_kind: 'a' }] },
    { op: 'release', cost: null, turn_key: undefined },
    { op: 'settle', cost: 0n, legList: [{ leg_kind: 'b' }], windowList: [{ window_start: 7 }] },
    { op: 'admit', anchor: false },
  ];
  expect(literalsOf([{ account_id: 'x', account_shard: 0 }], items)).toEqual({
    account_id: '{x}',
    account_shard: '{0}',
    op: '{"heartbeat","settle","release","settle","admit"}',
    cost: '{NULL,5,NULL,0,NULL}',
    anchor: '{NULL,NULL,NULL,NULL,false}',
    legs: '{NULL,2,NULL,1,NULL}',
    leg_amount: '{3,2,NULL}',
    leg_kind: '{NULL,"a","b"}',
    windows: '{NULL,NULL,NULL,1,NULL}',
    window_start: '{7}',
  });
});

test('a batch without accounts names none, in place of an unknown number', () => {
  expect(literalsOf([], [{ op: 'heartbeat' }])).toEqual({ account_id: '{}', op: '{"heartbeat"}' });
});
