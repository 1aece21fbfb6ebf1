import type { CustomerParams } from '../requests/customer.ts';

/** What every request about a subscription is stored with. */
export type SubscriptionParams = CustomerParams & {
  /** The row's own id, and its revision when the request was stored: what changed since is newer than the answer. */
  readonly subscriptionId: string;
  readonly revision: number;
  /** The price that is wanted; null where it stays. */
  readonly priceId: string | null;
  readonly planId: string;
  /** An upgrade is invoiced at once; anything else costs nothing now. */
  readonly isInvoiced: boolean;
};
