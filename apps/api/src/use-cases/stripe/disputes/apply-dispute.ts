import type { AccountRef, PostingLeg } from '../../../ports/ledger.ts';
import type { DisputePart, StripeDisputeRecord } from '../../../ports/stripe-store.ts';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { Moment } from '../../command/run-command.ts';
import { postOrThrow } from '../../ledger/post-or-throw.ts';
import { projectAccount } from '../../subscription/period-accounts.ts';
import { lotAccount, revenueOf, stripeFunding } from '../stripe-accounts.ts';
import type { DisputeStep } from './decide-dispute.ts';
import type { DisputeState } from './load-dispute.ts';

/** Books what was decided of a dispute, and writes it. */
export async function applyDispute(
  stores: Stores,
  state: DisputeState,
  step: DisputeStep,
  moment: Moment,
): Promise<void> {
  const { effect, dispute, revokesGrant } = step;
  const parts = effect === 'hold' ? await hold(stores, dispute, moment) : dispute.parts;
  if (effect === 'free' || effect === 'take') await endHolds(stores, dispute, effect, moment);
  if (effect === 'take') await takeRest(stores, state, step, moment);
  const { grantId } = state.payment;
  if (revokesGrant && grantId !== null) {
    await stores.grants.revoke([grantId], moment.now, moment.actor);
  }
  await stores.stripe.saveDispute({ ...dispute, parts });
}

/** The money is there: the lots were locked when it was read. */
async function hold(
  stores: Stores,
  dispute: StripeDisputeRecord,
  moment: Moment,
): Promise<readonly DisputePart[]> {
  const held: DisputePart[] = [];
  for (const part of dispute.parts) {
    const answer = await stores.ledger.hold({
      ...said(`dispute-hold:${dispute.id}:${part.lotId}`, dispute, moment),
      leg: leg(lotAccount(part.lotId, dispute.userId), part.amountMicroUsd),
    });
    if (answer.status !== 'held') throw new Error(`The dispute ${dispute.id} found a lot changed.`);
    held.push({ ...part, holdId: answer.holdId });
  }
  return held;
}

async function endHolds(
  stores: Stores,
  dispute: StripeDisputeRecord,
  effect: 'free' | 'take',
  moment: Moment,
): Promise<void> {
  for (const { lotId, amountMicroUsd, holdId } of dispute.parts) {
    if (holdId === null) continue;
    await stores.ledger.endHold({
      ...said(`dispute:${dispute.id}:${lotId}`, dispute, moment),
      holdId,
      kind: 'dispute',
      booked: effect === 'take' ? leg(lotAccount(lotId, dispute.userId), amountMicroUsd) : null,
    });
  }
}

async function takeRest(
  stores: Stores,
  { payment }: DisputeState,
  { dispute, taken }: DisputeStep,
  moment: Moment,
): Promise<void> {
  const legs =
    payment.purpose === 'quota_package'
      ? [leg(revenueOf(payment.packageId ?? ''), dispute.amountMicroUsd)]
      : taken.map(({ lotId, amountMicroUsd }) =>
          leg(lotAccount(lotId, dispute.userId), amountMicroUsd),
        );
  if (legs.length > 0) {
    await postOrThrow(stores.ledger, { ...said(`dispute:${dispute.id}`, dispute, moment), legs });
  }
  if (dispute.absorbedMicroUsd === 0n) return;
  await postOrThrow(stores.ledger, {
    ...said(`dispute-short:${dispute.id}`, dispute, moment),
    reason: 'dispute_short',
    legs: [{ ...leg(projectAccount, dispute.absorbedMicroUsd), kind: 'absorb' }],
  });
}

function leg(debit: AccountRef, amountMicroUsd: bigint): PostingLeg {
  return { debit, credit: stripeFunding, amountMicroUsd, kind: 'dispute' };
}

function said(key: string, { paymentId }: StripeDisputeRecord, moment: Moment) {
  const { actor, reason, nowMs: effectiveAtMs } = moment;
  return { key, actor, reason, effectiveAtMs, externalId: paymentId };
}
