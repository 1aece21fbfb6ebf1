import { formatCount } from '@purser/domain/money/format-usd';
import type { LimitFieldsFragment } from '../../../generated/fragments/graphql.ts';
import { type LimitField, limitNames, limitWords } from '../../../lib/limit-words.ts';

type Grant = {
  readonly mode: 'ADD' | 'REPLACE';
  readonly fields: readonly LimitField[];
  readonly limits: LimitFieldsFragment;
};

/** What a grant changes, in one line: `+100 requests a day, +1,000,000 tokens a day`. */
export function grantWords(grant: Grant): string {
  return limitNames
    .filter((name) => grant.fields.includes(name))
    .map((name) => {
      const { field, unit, counts } = limitWords[name];
      const value = grant.limits[field];
      const count = value === null ? 'unlimited' : formatCount(BigInt(value));
      const what = name === 'MAX_CONCURRENT' ? unit : `${counts} ${unit}`;
      return grant.mode === 'ADD' ? `+${count} ${what}` : `${count} ${what} instead`;
    })
    .join(', ');
}
