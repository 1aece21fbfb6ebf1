import type { Sort } from './request-context.ts';

type ListOrder<Field extends string> = {
  /** What the list can be sorted by; ties are broken by what names a row. */
  readonly fields: readonly Field[];
  readonly default: Sort<Field>;
};

/** Orders of lists. Those that grow with traffic sort by their time alone, either way, for that is their index. */
export const listOrders = {
  plans: orders(['planId', 'monthlyPrice', 'createdAt'], 'asc'),
  quotaPolicies: orders(['planId', 'updatedAt'], 'asc'),
  budgetPolicies: orders(['provider', 'updatedAt'], 'asc'),
  prices: orders(['model', 'effectiveFrom'], 'asc'),
  users: orders(['userId', 'createdAt'], 'asc'),
  grants: orders(['createdAt', 'expiresAt'], 'desc'),
  usersWithGrants: orders(['userId'], 'asc'),
  wallets: orders(['userId'], 'asc'),
  expiring: orders(['expiresAt'], 'asc'),
  turns: orders(['admittedAt'], 'desc'),
  denials: orders(['deniedAt'], 'desc'),
  auditLog: orders(['recordedAt'], 'desc'),
  events: orders(['createdAt', 'occurredAt'], 'desc'),
  deliveries: orders(['createdAt'], 'desc'),
  subscriptions: orders(['createdAt', 'nextChargeAt'], 'desc'),
  periods: orders(['endsAt'], 'desc'),
  ledgerAccounts: orders(['kind'], 'asc'),
  transfers: orders(['recordedAt'], 'desc'),
  tenants: orders(['createdAt'], 'desc'),
  leases: orders(['grantedAt'], 'desc'),
  usageReports: orders(['receivedAt'], 'desc'),
  usageViolations: orders(['firstSeenAt'], 'desc'),
  stripeRequests: orders(['createdAt'], 'desc'),
  stripePayments: orders(['paidAt'], 'desc'),
  stripeRefunds: orders(['createdAt'], 'desc'),
  stripeDisputes: orders(['createdAt'], 'desc'),
  stripeInvoices: orders(['createdAt'], 'desc'),
  versions: orders(['version'], 'desc'),
};

export type ListName = keyof typeof listOrders;
export type SortField<Name extends ListName> = (typeof listOrders)[Name]['fields'][number];

/** The first field is the list's own order. */
function orders<const Field extends string>(
  fields: readonly [Field, ...Field[]],
  direction: Sort['direction'],
): ListOrder<Field> {
  return { fields, default: { by: fields[0], direction } };
}
