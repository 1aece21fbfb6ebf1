import { givenUsdLimits, limitFields, type UsdLimitChanges } from '@purser/domain/quota/limits';
import type { PartialLimits } from '../../contract/inputs.ts';
import type { LimitValues } from '../../contract/views.ts';
import { limitCount, nonNegativeUsd } from '../amounts.ts';
import { builder } from '../builder.ts';

const unlimited = { type: 'BigInt', nullable: true } as const;

export const LimitsRef = builder.objectRef<LimitValues>('Limits').implement({
  description: 'The seven limits. Null = unlimited, 0 = nothing allowed.',
  fields: (t) => ({
    maxConcurrent: t.expose('maxConcurrent', unlimited),
    requestsPerDay: t.expose('requestsPerDay', unlimited),
    requestsPerMonth: t.expose('requestsPerMonth', unlimited),
    totalRequests: t.expose('totalRequests', unlimited),
    tokensPerHour: t.expose('tokensPerHour', unlimited),
    tokensPerDay: t.expose('tokensPerDay', unlimited),
    tokensPerMonth: t.expose('tokensPerMonth', unlimited),
  }),
});

/** The seven limits as GraphQL names them. */
export const LimitFieldEnum = builder.enumType('LimitField', {
  values: {
    MAX_CONCURRENT: { value: 'maxConcurrent' },
    REQUESTS_PER_DAY: { value: 'requestsPerDay' },
    REQUESTS_PER_MONTH: { value: 'requestsPerMonth' },
    TOTAL_REQUESTS: { value: 'totalRequests' },
    TOKENS_PER_HOUR: { value: 'tokensPerHour' },
    TOKENS_PER_DAY: { value: 'tokensPerDay' },
    TOKENS_PER_MONTH: { value: 'tokensPerMonth' },
  } as const,
});

const count = { type: 'BigInt', validate: limitCount } as const;
const money = { type: 'Usd', validate: nonNegativeUsd } as const;

export const LimitsInput = builder.inputType('LimitsInput', {
  description:
    'A limit that is absent stays, null makes it unlimited. Token limits may be given in dollars, converted at the reference price; dollars win where both are given.',
  fields: (t) => ({
    maxConcurrent: t.field(count),
    requestsPerDay: t.field(count),
    requestsPerMonth: t.field(count),
    totalRequests: t.field(count),
    tokensPerHour: t.field(count),
    tokensPerDay: t.field(count),
    tokensPerMonth: t.field(count),
    usdPerHour: t.field(money),
    usdPerDay: t.field(money),
    usdPerMonth: t.field(money),
  }),
});

/** Limits as use cases take them: counts, and apart from them those given as money. */
export function readLimits(given: PartialLimits & UsdLimitChanges): {
  readonly limits: PartialLimits;
  readonly usdLimits: UsdLimitChanges | undefined;
} {
  const limits: PartialLimits = Object.fromEntries(
    limitFields.flatMap((field) => (given[field] === undefined ? [] : [[field, given[field]]])),
  );
  return { limits, usdLimits: givenUsdLimits(given) };
}
