import { centsToMicroUsd } from '@purser/domain/money/micro-usd';
import { joinDispute } from '@purser/domain/stripe/join-dispute';
import type { DisputeFacts } from '@purser/domain/stripe/object-facts';
import { type LotPart, takeBack } from '@purser/domain/stripe/take-back';
import type { StripeDisputeRecord } from '../../../ports/stripe-store.ts';
import type { Moment } from '../../command/run-command.ts';
import type { DisputeState } from './load-dispute.ts';

/** What a dispute changes here. */
export type DisputeStep = {
  readonly effect: 'none' | 'hold' | 'free' | 'take';
  /** False when all of it was known. */
  readonly isNews: boolean;
  /** As it is from now on; what is to be held has no hold yet. */
  readonly dispute: StripeDisputeRecord;
  /** What a lost dispute takes beside what was held. */
  readonly taken: readonly LotPart[];
  readonly revokesGrant: boolean;
};

/** A dispute holds what is there; won, it is free again; lost, it is taken, and more if it must (rule X14). */
export function decideDispute(
  state: DisputeState,
  facts: DisputeFacts,
  moment: Moment,
): DisputeStep {
  const { known, grant } = state;
  const joined = joinDispute(known, facts.status);
  const { effect, status, booked } = joined;
  const before = known ?? newDispute(state, facts, moment);
  const money = moneyAfter(state, before, effect);
  return {
    effect,
    isNews: known?.status !== status || effect !== 'none',
    dispute: {
      ...before,
      status,
      booked,
      reason: facts.reason ?? before.reason,
      updatedAt: moment.now,
      ...money.changes,
    },
    taken: money.taken,
    revokesGrant: effect === 'take' && grant !== null,
  };
}

function newDispute(
  { payment }: DisputeState,
  facts: DisputeFacts,
  moment: Moment,
): StripeDisputeRecord {
  return {
    id: facts.disputeId,
    paymentId: payment.id,
    userId: payment.userId,
    amountMicroUsd: centsToMicroUsd(facts.amountCents),
    status: facts.status,
    reason: facts.reason,
    parts: [],
    heldMicroUsd: 0n,
    booked: 'nothing',
    absorbedMicroUsd: 0n,
    createdAt: new Date(facts.createdAtMs),
    updatedAt: moment.now,
  };
}

type Money = {
  readonly changes: Partial<
    Pick<StripeDisputeRecord, 'parts' | 'heldMicroUsd' | 'absorbedMicroUsd'>
  >;
  readonly taken: readonly LotPart[];
};

function moneyAfter(
  { payment, lots }: DisputeState,
  { amountMicroUsd, heldMicroUsd }: StripeDisputeRecord,
  effect: DisputeStep['effect'],
): Money {
  const free = payment.purpose === 'wallet_topup' ? lots : [];
  if (effect === 'hold') {
    const { parts, missingMicroUsd } = takeBack(amountMicroUsd, free, payment.lotId);
    const held = parts.map((part) => ({ ...part, holdId: null }));
    return { changes: { parts: held, heldMicroUsd: amountMicroUsd - missingMicroUsd }, taken: [] };
  }
  if (effect === 'free') return { changes: { heldMicroUsd: 0n }, taken: [] };
  if (effect === 'none' || payment.purpose === 'quota_package') return { changes: {}, taken: [] };
  const rest = takeBack(amountMicroUsd - heldMicroUsd, free, payment.lotId);
  return {
    changes: { heldMicroUsd: 0n, absorbedMicroUsd: rest.missingMicroUsd },
    taken: rest.parts,
  };
}
