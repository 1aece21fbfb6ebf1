/** The limits in listing order: the GraphQL name, the field of `Limits`, and what people call it. */
export const limitWords = {
  MAX_CONCURRENT: { field: 'maxConcurrent', label: 'At once', unit: 'at once', counts: 'turns' },
  REQUESTS_PER_DAY: {
    field: 'requestsPerDay',
    label: 'Requests a day',
    unit: 'a day',
    counts: 'requests',
  },
  REQUESTS_PER_MONTH: {
    field: 'requestsPerMonth',
    label: 'Requests a month',
    unit: 'a month',
    counts: 'requests',
  },
  TOTAL_REQUESTS: {
    field: 'totalRequests',
    label: 'Requests in all',
    unit: 'in all',
    counts: 'requests',
  },
  TOKENS_PER_HOUR: {
    field: 'tokensPerHour',
    label: 'Tokens an hour',
    unit: 'an hour',
    counts: 'tokens',
  },
  TOKENS_PER_DAY: { field: 'tokensPerDay', label: 'Tokens a day', unit: 'a day', counts: 'tokens' },
  TOKENS_PER_MONTH: {
    field: 'tokensPerMonth',
    label: 'Tokens a month',
    unit: 'a month',
    counts: 'tokens',
  },
} as const;

/** A limit as GraphQL names it. */
export type LimitField = keyof typeof limitWords;

export type LimitKey = (typeof limitWords)[LimitField]['field'];

/** The keys of `limitWords`, in listing order. */
export const limitNames = Object.keys(limitWords) as readonly LimitField[];
