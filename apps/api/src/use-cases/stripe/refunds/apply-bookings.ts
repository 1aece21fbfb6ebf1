import type { PostingLeg } from '../../../ports/ledger.ts';
import type { StripeRefundRecord } from '../../../ports/stripe-store.ts';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { Moment } from '../../command/run-command.ts';
import { postOrThrow } from '../../ledger/post-or-throw.ts';
import { projectAccount } from '../../subscription/period-accounts.ts';
import { breakage, lotAccount, revenueOf, stripeFunding } from '../stripe-accounts.ts';
import type { RefundStep } from './decide-bookings.ts';
import type { RefundState } from './load-refunds.ts';

/** Books what was decided, and writes the refunds. Requests are left to the caller. */
export async function applyBookings(
  stores: Stores,
  state: RefundState,
  steps: readonly RefundStep[],
  moment: Moment,
): Promise<void> {
  for (const step of steps) {
    if (step.endedHoldId !== null) await endHold(stores, state, step, moment);
    else if (step.effect === 'take') await take(stores, state, step.refund, moment);
    if (step.effect === 'give_back') await giveBack(stores, state, step.refund, moment);
    await changeGrant(stores, state, step, moment);
    await stores.stripe.saveRefund(step.refund);
  }
}

async function endHold(
  stores: Stores,
  { user }: RefundState,
  { effect, refund, endedHoldId }: RefundStep,
  moment: Moment,
): Promise<void> {
  const [part] = refund.parts;
  const isTaken = effect === 'take' && part !== undefined;
  await stores.ledger.endHold({
    ...said(`refund:${refund.id}`, refund, moment),
    holdId: endedHoldId ?? '',
    kind: 'refund',
    booked: isTaken ? refundLeg(lotAccount(part.lotId, user.id), part.amountMicroUsd) : null,
  });
}

async function take(
  stores: Stores,
  { payment, user }: RefundState,
  refund: StripeRefundRecord,
  moment: Moment,
): Promise<void> {
  const legs =
    payment.purpose === 'quota_package'
      ? [refundLeg(revenueOf(payment.packageId ?? ''), refund.amountMicroUsd)]
      : refund.parts.map((part) => refundLeg(lotAccount(part.lotId, user.id), part.amountMicroUsd));
  await post(stores, said(`refund:${refund.id}`, refund, moment), legs);
  const absorbed = { ...refundLeg(projectAccount, refund.absorbedMicroUsd), kind: 'absorb' };
  const short = said(`refund-short:${refund.id}`, refund, moment);
  await post(stores, { ...short, reason: 'refund_short' }, [absorbed]);
}

/** What goes back to a lot that has expired since goes where its money went. */
async function giveBack(
  stores: Stores,
  { payment, user, expiredLotIds }: RefundState,
  refund: StripeRefundRecord,
  moment: Moment,
): Promise<void> {
  const back = (credit: PostingLeg['credit'], amountMicroUsd: bigint): PostingLeg => ({
    debit: stripeFunding,
    credit,
    amountMicroUsd,
    kind: 'refund_returned',
  });
  const legs =
    payment.purpose === 'quota_package'
      ? [back(revenueOf(payment.packageId ?? ''), refund.amountMicroUsd)]
      : [
          ...refund.parts.map(({ lotId, amountMicroUsd }) =>
            back(expiredLotIds.has(lotId) ? breakage : lotAccount(lotId, user.id), amountMicroUsd),
          ),
          back(projectAccount, refund.absorbedMicroUsd),
        ];
  await post(stores, said(`refund-returned:${refund.id}`, refund, moment), legs);
}

async function changeGrant(
  stores: Stores,
  { payment }: RefundState,
  { grant }: RefundStep,
  moment: Moment,
): Promise<void> {
  const { grantId } = payment;
  if (grantId === null || grant === 'stays') return;
  if (grant === 'revoked') await stores.grants.revoke([grantId], moment.now, moment.actor);
  else await stores.grants.reinstate(grantId, moment.actor);
}

function refundLeg(debit: PostingLeg['debit'], amountMicroUsd: bigint): PostingLeg {
  return { debit, credit: stripeFunding, amountMicroUsd, kind: 'refund' };
}

function said(key: string, refund: StripeRefundRecord, moment: Moment) {
  const { actor, reason, nowMs: effectiveAtMs } = moment;
  return { key, actor, reason, effectiveAtMs, externalId: refund.paymentId };
}

async function post(
  stores: Stores,
  posting: ReturnType<typeof said>,
  legs: readonly PostingLeg[],
): Promise<void> {
  const moving = legs.filter(({ amountMicroUsd }) => amountMicroUsd > 0n);
  if (moving.length > 0) await postOrThrow(stores.ledger, { ...posting, legs: moving });
}
