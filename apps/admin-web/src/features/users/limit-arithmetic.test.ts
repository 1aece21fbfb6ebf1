import { describe, expect, it } from 'vitest';
import { type Breakdown, type Line, limitArithmetic } from './limit-arithmetic.ts';

const nothing = {
  maxConcurrent: null,
  requestsPerDay: null,
  requestsPerMonth: null,
  totalRequests: null,
  tokensPerHour: null,
  tokensPerDay: null,
  tokensPerMonth: null,
} as const;

const trial: Breakdown['grants'][number] = {
  __typename: 'GrantLine',
  grantId: 'g-1',
  bundleId: '*',
  mode: 'ADD',
  fields: ['REQUESTS_PER_DAY'],
  source: 'trial',
  expiresAt: '2027-01-24T00:00:00Z',
  isActive: true,
  limits: { __typename: 'Limits', ...nothing, requestsPerDay: '100' },
};

const line: Line = {
  __typename: 'LimitLine',
  limit: 'REQUESTS_PER_DAY',
  scope: '*',
  window: 'UTC day',
  base: '10',
  replacedByGrantId: null,
  added: '100',
  effective: '110',
  used: '37',
  held: '2',
  remaining: '71',
  over: '0',
  percent: 35.4,
  resetsAt: null,
  bindsAt: null,
};

function read(given: Line, grants: readonly (typeof trial)[]): string {
  const { terms, total, rest } = limitArithmetic(given, grants);
  const sum = terms
    .map((term) => `${term.value} ${String(term.word)}${term.aside ? ` (${term.aside})` : ''}`)
    .join(' + ');
  return `${sum} = ${total.value} ${total.unit} · ${rest.map((part) => `${part.value} ${part.word}`).join(' · ')}`;
}

describe('a limit as arithmetic', () => {
  it('adds up the plan and its grants, and says what became of the sum', () => {
    expect(read(line, [trial])).toBe(
      '10 plan + 100 trial (until 24 Jan) = 110 a day · 37 used · 2 held · 71 left',
    );
  });

  it('never shows terms that do not come out at the sum', () => {
    expect(read(line, [{ ...trial, isActive: false }])).toContain(
      '10 plan + 100 from grants = 110',
    );
  });

  it('shows an override in place of the plan, and what it replaces', () => {
    const override = { ...trial, grantId: 'g-2', mode: 'REPLACE' as const };
    const replaced = {
      ...line,
      replacedByGrantId: 'g-2',
      added: '0',
      effective: '500',
      remaining: '461',
    };
    expect(read(replaced, [override])).toContain(
      '500 override (until 24 Jan, instead of 10 plan) = 500 a day',
    );
  });

  it('says unlimited in words', () => {
    const free = { ...line, base: null, added: '0', effective: null, remaining: null };
    expect(read(free, [])).toBe('unlimited plan = unlimited a day · 37 used · 2 held');
  });

  it('says how far over a limit the use is, instead of nothing left', () => {
    expect(
      read(
        { ...line, added: '0', effective: '10', used: '37', held: '0', remaining: '0', over: '27' },
        [],
      ),
    ).toBe('10 plan = 10 a day · 37 used · 27 over');
  });
});
