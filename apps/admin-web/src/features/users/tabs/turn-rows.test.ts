import { describe, expect, it } from 'vitest';
import type {
  DenialFieldsFragment,
  TurnRowFieldsFragment,
} from '../../../generated/users/graphql.ts';
import { turnRows } from './turn-rows.ts';

const turn = (id: string, admittedAt: string) => ({ id, admittedAt }) as TurnRowFieldsFragment;
const denial = (id: string, deniedAt: string) => ({ id, deniedAt }) as DenialFieldsFragment;
const turns = [turn('t2', '2026-11-22T12:00:00Z'), turn('t1', '2026-11-22T10:00:00Z')];
const denials = [
  denial('d3', '2026-11-22T13:00:00Z'),
  denial('d2', '2026-11-22T11:00:00Z'),
  denial('d1', '2026-11-22T09:00:00Z'),
];

const keys = (page: { isFirst: boolean; isLast: boolean }) =>
  turnRows(turns, denials, page).map((row) => row.key);

describe('turns and denials as one history', () => {
  it('puts them in one order, newest first', () => {
    expect(keys({ isFirst: true, isLast: true })).toEqual(['d3', 't2', 'd2', 't1', 'd1']);
  });

  it('leaves denials for the page they belong to', () => {
    expect(keys({ isFirst: true, isLast: false })).toEqual(['d3', 't2', 'd2', 't1']);
    expect(keys({ isFirst: false, isLast: false })).toEqual(['t2', 'd2', 't1']);
  });

  it('shows a user who was only ever denied', () => {
    expect(turnRows([], denials, { isFirst: true, isLast: true })).toHaveLength(3);
  });
});
