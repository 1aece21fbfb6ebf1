import type { StoredPayment, StoredSubscription } from '@purser/domain/stripe/drift';
import type { Page, PageRequest, ProjectScope } from '@purser/schema/contract/request-context';
import type {
  StripeDisputeView,
  StripeInvoiceFilter,
  StripeInvoiceView,
  StripeObjectFilter,
  StripePaymentView,
  StripeRefundView,
  StripeRequestFilter,
  StripeRequestView,
} from '@purser/schema/contract/stripe-views';

/** What was asked of Stripe and what came from it, newest first. */
export interface StripeReader {
  requests(
    scope: ProjectScope,
    filter: StripeRequestFilter & PageRequest,
  ): Promise<Page<StripeRequestView>>;
  request(scope: ProjectScope, id: string): Promise<StripeRequestView | null>;
  /** Those of these subscriptions of Stripe that are stored here. */
  storedSubscriptions(
    scope: ProjectScope,
    stripeSubscriptionIds: readonly string[],
  ): Promise<readonly StoredSubscription[]>;
  /** Those that live here and that Stripe charges for. */
  liveSubscriptions(scope: ProjectScope): Promise<readonly StoredSubscription[]>;
  storedPayments(scope: ProjectScope, ids: readonly string[]): Promise<readonly StoredPayment[]>;
  payments(
    scope: ProjectScope,
    filter: StripeObjectFilter & PageRequest,
  ): Promise<Page<StripePaymentView>>;
  refunds(
    scope: ProjectScope,
    filter: StripeObjectFilter & PageRequest,
  ): Promise<Page<StripeRefundView>>;
  disputes(
    scope: ProjectScope,
    filter: StripeObjectFilter & PageRequest,
  ): Promise<Page<StripeDisputeView>>;
  invoices(
    scope: ProjectScope,
    filter: StripeInvoiceFilter & PageRequest,
  ): Promise<Page<StripeInvoiceView>>;
}
