import { formatCount } from '@purser/domain/money/format-usd';
import type { Term } from '../../components/arithmetic.tsx';
import type { UserLimitsQuery } from '../../generated/users/graphql.ts';
import { utcDay } from '../../lib/instants.ts';
import { limitWords } from '../../lib/limit-words.ts';

export type Breakdown = NonNullable<NonNullable<UserLimitsQuery['user']>['budgetBreakdown']>;
export type Line = Breakdown['limits'][number];
type Grant = Breakdown['grants'][number];

export type LineArithmetic = {
  readonly terms: readonly Term[];
  readonly total: { readonly value: string; readonly unit: string };
  readonly rest: readonly {
    readonly value: string;
    readonly word: string;
    readonly tone?: 'over' | 'left';
  }[];
};

/**
 * A limit as the sum a person could check on paper: what the plan (or an override) gives, every
 * grant that adds to it, the total, and what became of it.
 */
export function limitArithmetic(line: Line, grants: readonly Grant[]): LineArithmetic {
  const words = limitWords[line.limit];
  return {
    terms: [baseTerm(line, grants), ...addedTerms(line, grants)],
    total: { value: countOrUnlimited(line.effective), unit: words.unit },
    rest: restOf(line),
  };
}

function baseTerm(line: Line, grants: readonly Grant[]): Term {
  if (line.replacedByGrantId === null)
    return { key: 'plan', value: countOrUnlimited(line.base), word: 'plan' };
  const grant = grants.find((candidate) => candidate.grantId === line.replacedByGrantId);
  const replaced = line.effective === null ? null : BigInt(line.effective) - BigInt(line.added);
  const until = grant ? untilWords(grant.expiresAt) : null;
  const instead = `instead of ${countOrUnlimited(line.base)} plan`;
  return {
    key: line.replacedByGrantId,
    value: replaced === null ? 'unlimited' : formatCount(replaced),
    word: 'override',
    aside: until ? `${until}, ${instead}` : instead,
  };
}

function addedTerms(line: Line, grants: readonly Grant[]): Term[] {
  const added = BigInt(line.added);
  if (added === 0n) return [];
  const adding = grants.filter((grant) => addsTo(grant, line));
  const sum = adding.reduce((total, grant) => total + amountOf(grant, line), 0n);
  // Only a sum that comes out is shown term by term.
  if (sum !== added) return [{ key: 'grants', value: formatCount(added), word: 'from grants' }];
  return adding.map((grant) => {
    const until = untilWords(grant.expiresAt);
    return {
      key: grant.grantId,
      value: formatCount(amountOf(grant, line)),
      word: sourceWords[grant.source.toLowerCase()] ?? grant.source.toLowerCase(),
      ...(until ? { aside: until } : {}),
    };
  });
}

export const sourceWords: Readonly<Record<string, string>> = {
  trial: 'trial',
  operator: 'top-up',
  purchase: 'bought',
  stripe: 'bought',
};

function addsTo(grant: Grant, line: Line): boolean {
  const inScope = grant.bundleId === '*' || grant.bundleId === line.scope;
  return grant.isActive && grant.mode === 'ADD' && inScope && grant.fields.includes(line.limit);
}

function amountOf(grant: Grant, line: Line): bigint {
  return BigInt(grant.limits[limitWords[line.limit].field] ?? 0);
}

function untilWords(expiresAt: string | null): string | null {
  return expiresAt === null ? null : `until ${utcDay(Date.parse(expiresAt))}`;
}

function restOf(line: Line): LineArithmetic['rest'] {
  const held = BigInt(line.held);
  const over = BigInt(line.over);
  const counts = line.limit === 'MAX_CONCURRENT' ? 'running' : 'held';
  return [
    ...(line.limit === 'MAX_CONCURRENT'
      ? []
      : [{ value: formatCount(BigInt(line.used)), word: 'used' }]),
    ...(held > 0n ? [{ value: formatCount(held), word: counts }] : []),
    ...(over > 0n ? [{ value: formatCount(over), word: 'over', tone: 'over' as const }] : []),
    ...(line.remaining === null || over > 0n
      ? []
      : [{ value: formatCount(BigInt(line.remaining)), word: 'left', tone: 'left' as const }]),
  ];
}

function countOrUnlimited(count: string | null): string {
  return count === null ? 'unlimited' : formatCount(BigInt(count));
}
