import type { DisputeFacts } from '@purser/domain/stripe/object-facts';
import type { StripeDisputeRecord } from '../../../ports/stripe-store.ts';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { Moment } from '../../command/run-command.ts';
import { loadRefunds, type RefundState } from '../refunds/load-refunds.ts';

/** Everything that decides how a dispute is booked, locked. */
export type DisputeState = Pick<RefundState, 'payment' | 'user' | 'lots' | 'grant'> & {
  readonly known: StripeDisputeRecord | null;
};

/** Null when the payment has not been booked here. */
export async function loadDispute(
  stores: Stores,
  paymentId: string,
  { disputeId }: DisputeFacts,
  moment: Moment,
): Promise<DisputeState | null> {
  const state = await loadRefunds(stores, paymentId, [], moment);
  return state && { ...state, known: await stores.stripe.dispute(disputeId) };
}
