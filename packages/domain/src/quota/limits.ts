import { microUsdToTokensFloor, tokensToMicroUsdFloor } from '../money/tokens.ts';

/** The seven limits, in the order every surface lists them (rule P1). */
export const limitFields = [
  'maxConcurrent',
  'requestsPerDay',
  'requestsPerMonth',
  'totalRequests',
  'tokensPerHour',
  'tokensPerDay',
  'tokensPerMonth',
] as const;

export type LimitField = (typeof limitFields)[number];

/** The seven limits as values; null = unlimited, 0 = nothing allowed (rule P1). */
export type Limits = Readonly<Record<LimitField, bigint | null>>;

/** A change of limits: an absent field stays, null clears it to unlimited (rule P3). */
export type LimitChanges = { readonly [Field in LimitField]?: bigint | null | undefined };

/** The names at the edges. */
export const limitNames = {
  maxConcurrent: 'max_concurrent',
  requestsPerDay: 'requests_per_day',
  requestsPerMonth: 'requests_per_month',
  totalRequests: 'total_requests',
  tokensPerHour: 'tokens_per_hour',
  tokensPerDay: 'tokens_per_day',
  tokensPerMonth: 'tokens_per_month',
} as const satisfies Record<LimitField, string>;

/** The limits in sentences for people. */
export const limitWords = {
  maxConcurrent: 'concurrent turns',
  requestsPerDay: 'requests per day',
  requestsPerMonth: 'requests per month',
  totalRequests: 'total requests',
  tokensPerHour: 'tokens per hour',
  tokensPerDay: 'tokens per day',
  tokensPerMonth: 'tokens per month',
} as const satisfies Record<LimitField, string>;

/** The words of a limit under any name it was recorded by; an unknown name stays as it is. */
export function limitWordsOf(name: string): string {
  const known = limitFields.find((field) => field === name || limitNames[field] === name);
  return known === undefined ? name : limitWords[known];
}

export type LimitName = (typeof limitNames)[LimitField];

export type LimitMetric = 'concurrency' | 'requests' | 'tokens';

/** What each limit counts. */
export const limitMetrics: Readonly<Record<LimitField, LimitMetric>> = {
  maxConcurrent: 'concurrency',
  requestsPerDay: 'requests',
  requestsPerMonth: 'requests',
  totalRequests: 'requests',
  tokensPerHour: 'tokens',
  tokensPerDay: 'tokens',
  tokensPerMonth: 'tokens',
};

/** No limit at all, as the starting point of a policy whose fields are set one by one. */
export const unlimited: Limits = {
  maxConcurrent: null,
  requestsPerDay: null,
  requestsPerMonth: null,
  totalRequests: null,
  tokensPerHour: null,
  tokensPerDay: null,
  tokensPerMonth: null,
};

/** The largest limit an edge accepts: counts stay exact in the counters' doubles. */
export const limitMax = BigInt(Number.MAX_SAFE_INTEGER);

/** Whether a count may be a limit: null, or 0 up to 2^53 − 1 (rule P1). */
export function isLimitValue(value: bigint | null): boolean {
  return value === null || (value >= 0n && value <= limitMax);
}

/** The limits after a change: fields sent are set (null = unlimited), all others stay (rule P3). */
export function changeLimits(limits: Limits, changes: LimitChanges): Limits {
  const next: Record<LimitField, bigint | null> = { ...limits };
  for (const field of limitFields) {
    const value = changes[field];
    if (value !== undefined) next[field] = value;
  }
  return next;
}

/** The fields a change sets, in listing order. */
export function changedFields(changes: LimitChanges): readonly LimitField[] {
  return limitFields.filter((field) => changes[field] !== undefined);
}

/** Token limits stated in money; absent = not given, null = unlimited. */
export type UsdLimitChanges = {
  readonly usdPerHour?: bigint | null | undefined;
  readonly usdPerDay?: bigint | null | undefined;
  readonly usdPerMonth?: bigint | null | undefined;
};

export const usdLimitFields = {
  usdPerHour: 'tokensPerHour',
  usdPerDay: 'tokensPerDay',
  usdPerMonth: 'tokensPerMonth',
} as const satisfies Record<keyof UsdLimitChanges, LimitField>;

/**
 * Merges token limits given in micro-dollars into a change: floored at the reference price, and USD
 * wins where both are given (rule P2).
 */
export function withUsdLimits(
  changes: LimitChanges,
  usd: UsdLimitChanges,
  pricePicoUsd: bigint,
): LimitChanges {
  const merged: { [Field in LimitField]?: bigint | null | undefined } = { ...changes };
  for (const usdField of usdKeys) {
    const amount = usd[usdField];
    if (amount === undefined) continue;
    merged[usdLimitFields[usdField]] =
      amount === null ? null : microUsdToTokensFloor(amount, pricePicoUsd);
  }
  return merged;
}

/** The limits of these that were given, or undefined when none was. */
export function givenUsdLimits(usd: UsdLimitChanges): UsdLimitChanges | undefined {
  const given = usdKeys.filter((key) => usd[key] !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given.map((key) => [key, usd[key]]));
}

export type UsdLimits = Readonly<Record<keyof UsdLimitChanges, bigint | null>>;

/** The token limits stated in micro-dollars at the reference price, floored (rule M7). */
export function usdEquivalents(limits: Limits, pricePicoUsd: bigint): UsdLimits {
  const inUsd = (tokens: bigint | null) =>
    tokens === null ? null : tokensToMicroUsdFloor(tokens, pricePicoUsd);
  return {
    usdPerHour: inUsd(limits.tokensPerHour),
    usdPerDay: inUsd(limits.tokensPerDay),
    usdPerMonth: inUsd(limits.tokensPerMonth),
  };
}

const usdKeys = ['usdPerHour', 'usdPerDay', 'usdPerMonth'] as const;
