import type { RefundFacts } from '@purser/domain/stripe/object-facts';
import type { FreeLot } from '@purser/domain/stripe/take-back';
import type { GrantRecord } from '../../../ports/grant-store.ts';
import type {
  StripePaymentRecord,
  StripeRefundRecord,
  StripeRequestRecord,
} from '../../../ports/stripe-store.ts';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { UserRecord } from '../../../ports/user-store.ts';
import type { Moment } from '../../command/run-command.ts';
import { projectAccount } from '../../subscription/period-accounts.ts';
import { lotAccount, stripeFunding } from '../stripe-accounts.ts';

/** Everything that decides how refunds of one payment are booked, locked. */
export type RefundState = {
  readonly payment: StripePaymentRecord;
  readonly user: UserRecord;
  /** What nothing holds in the user's lots, in the wallet's order; expired lots have nothing. */
  readonly lots: readonly FreeLot[];
  readonly expiredLotIds: ReadonlySet<string>;
  /** All that is known of the payment's refunds. */
  readonly known: readonly StripeRefundRecord[];
  /** The requests of ours among them, by id. */
  readonly requests: ReadonlyMap<string, StripeRequestRecord>;
  /** The grant that the payment bought, if it still counts. */
  readonly grant: GrantRecord | null;
};

/** Null when the payment has not been booked here. Requests are locked first, then the payment, then accounts. */
export async function loadRefunds(
  stores: Stores,
  paymentId: string,
  refunds: readonly RefundFacts[],
  moment: Moment,
): Promise<RefundState | null> {
  const requests = new Map<string, StripeRequestRecord>();
  for (const id of refunds.flatMap(({ requestId }) => requestId ?? []).sort()) {
    const request = uuid.test(id) ? await stores.stripe.lockRequest(id) : null;
    if (request?.kind === 'refund' && request.subject === paymentId) requests.set(id, request);
  }
  await stores.events.lockPayment(paymentId);
  const payment = await stores.stripe.payment(paymentId);
  const user = payment && (await stores.users.byId(payment.userId));
  if (payment === null || user === null) return null;
  const { lots, expiredLotIds } = await lockFreeLots(stores, user, moment);
  const { grantId } = payment;
  const [grant = null] =
    grantId === null ? [] : await stores.grants.lockActive({ grantId }, moment.now);
  const known = await stores.stripe.refundsOf(paymentId);
  return { payment, user, lots, expiredLotIds, known, requests, grant };
}

/** Locks what a fact of Stripe may take from, and reads it afterwards. */
export async function lockFreeLots(
  stores: Stores,
  user: UserRecord,
  { now }: Moment,
): Promise<Pick<RefundState, 'lots' | 'expiredLotIds'>> {
  const before = await stores.wallets.lots(user.id, now);
  const locked = new Set(before.map(({ id }) => id));
  await stores.ledger.lock([
    ...before.map(({ id }) => lotAccount(id, user.id)),
    projectAccount,
    stripeFunding,
  ]);
  const lots = (await stores.wallets.lots(user.id, now)).filter(({ id }) => locked.has(id));
  return {
    lots: lots.map(({ id, isExpired, availableMicroUsd }) => ({
      lotId: id,
      availableMicroUsd: isExpired ? 0n : availableMicroUsd,
    })),
    expiredLotIds: new Set(lots.flatMap(({ id, isExpired }) => (isExpired ? [id] : []))),
  };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
