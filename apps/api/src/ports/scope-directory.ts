import type { ProjectScope } from '@purser/schema/contract/request-context';

/** What an object of Stripe names that may be stored here; null where it names none. */
export type StripeReferences = {
  readonly paymentId: string | null;
  readonly chargeId: string | null;
  readonly stripeSubscriptionId: string | null;
  readonly customerId: string | null;
};

/** Finds tenants and projects by the names callers use. */
export interface ScopeDirectory {
  /** A tenant by UUID or slug and one of its projects by slug; null when there is none. */
  find(names: { readonly tenant: string; readonly project: string }): Promise<ProjectScope | null>;
  /** The project that knows one of these objects of Stripe; null when none does (rule X50). */
  findByStripe(references: StripeReferences): Promise<ProjectScope | null>;
}
