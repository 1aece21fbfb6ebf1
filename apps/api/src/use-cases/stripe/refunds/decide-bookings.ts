import { centsToMicroUsd } from '@purser/domain/money/micro-usd';
import { isOverWithoutMoney, joinRefund } from '@purser/domain/stripe/join-refund';
import type { RefundFacts } from '@purser/domain/stripe/object-facts';
import { type LotPart, takeBack, withoutParts } from '@purser/domain/stripe/take-back';
import type { StripeRefundRecord, StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { Moment } from '../../command/run-command.ts';
import type { RefundState } from './load-refunds.ts';

/** What one refund changes here. */
export type RefundStep = {
  readonly effect: 'none' | 'take' | 'give_back';
  readonly refund: StripeRefundRecord;
  /** Our request, as it is from now on; null when it stays, or there is none. */
  readonly request: StripeRequestRecord | null;
  /** What the request held: the money leaves it, or is free again; null when nothing is held or it stays so. */
  readonly endedHoldId: string | null;
  /** False when all of it was known. */
  readonly isNews: boolean;
  /** What the payment's grant becomes. */
  readonly grant: 'stays' | 'revoked' | 'reinstated';
};

/** Decides refunds one after the other: what one takes, the next no longer finds (rules X11 to X13). */
export function decideBookings(
  state: RefundState,
  refunds: readonly RefundFacts[],
  moment: Moment,
): readonly RefundStep[] {
  const steps: RefundStep[] = [];
  for (const facts of refunds) {
    const last = steps.at(-1);
    state = last === undefined ? state : after(state, last);
    steps.push(decideBooking(state, facts, moment));
  }
  return steps;
}

function after(state: RefundState, { effect, refund, endedHoldId }: RefundStep): RefundState {
  const known = [...state.known.filter(({ id }) => id !== refund.id), refund];
  const isFromFree = effect === 'take' && endedHoldId === null;
  return {
    ...state,
    known,
    lots: isFromFree ? withoutParts(state.lots, refund.parts) : state.lots,
  };
}

function decideBooking(state: RefundState, facts: RefundFacts, moment: Moment): RefundStep {
  const before = state.known.find(({ id }) => id === facts.refundId) ?? null;
  const joined = joinRefund(before, facts.status);
  const open = openRequest(state, facts);
  const refund = { ...(before ?? newRefund(state, facts, moment)), updatedAt: moment.now };
  const taken = joined.effect === 'take' ? takeFrom(state, refund, open) : {};
  const next: StripeRefundRecord = {
    ...refund,
    ...taken,
    status: joined.status,
    booked: joined.booked,
    failureReason: facts.failureReason ?? refund.failureReason,
  };
  const isEnded = joined.effect === 'take' || isOverWithoutMoney(joined.status);
  const request = state.requests.get(facts.requestId ?? '') ?? null;
  const isNews = before?.status !== joined.status || joined.effect !== 'none';
  return {
    effect: joined.effect,
    refund: next,
    request: isNews ? requestAfter(request, next, moment) : null,
    isNews,
    endedHoldId: isEnded ? (open?.holdId ?? null) : null,
    grant: grantAfter(state, next, joined.effect),
  };
}

/** Our request while it still holds the money. */
function openRequest(
  { requests }: RefundState,
  { requestId }: RefundFacts,
): StripeRequestRecord | null {
  const request = requests.get(requestId ?? '');
  return request?.status === 'pending' ? request : null;
}

function newRefund(
  { payment, requests }: RefundState,
  facts: RefundFacts,
  moment: Moment,
): StripeRefundRecord {
  return {
    id: facts.refundId,
    paymentId: payment.id,
    requestId: requests.get(facts.requestId ?? '')?.id ?? null,
    amountMicroUsd: centsToMicroUsd(facts.amountCents),
    status: facts.status,
    failureReason: facts.failureReason,
    booked: 'nothing',
    fromLotMicroUsd: 0n,
    fromWalletMicroUsd: 0n,
    parts: [],
    absorbedMicroUsd: 0n,
    createdAt: new Date(facts.createdAtMs),
    updatedAt: moment.now,
  };
}

type Taken = Pick<
  StripeRefundRecord,
  'fromLotMicroUsd' | 'fromWalletMicroUsd' | 'parts' | 'absorbedMicroUsd'
>;

/** What was held pays for what was asked here; what was done at Stripe is a fact (rule X12). */
function takeFrom(
  { payment, lots }: RefundState,
  { amountMicroUsd }: StripeRefundRecord,
  open: StripeRequestRecord | null,
): Taken | Record<never, never> {
  if (open?.lotId) return takenOf([{ lotId: open.lotId, amountMicroUsd }], 0n, open.lotId);
  if (payment.purpose === 'quota_package') return {};
  const from = payment.purpose === 'wallet_topup' ? lots : [];
  const { parts, missingMicroUsd } = takeBack(amountMicroUsd, from, payment.lotId);
  return takenOf(parts, missingMicroUsd, payment.lotId);
}

function takenOf(parts: readonly LotPart[], absorbedMicroUsd: bigint, lotId: string | null): Taken {
  const sum = (among: readonly LotPart[]) =>
    among.reduce((total, part) => total + part.amountMicroUsd, 0n);
  const fromLotMicroUsd = sum(parts.filter((part) => part.lotId === lotId));
  return {
    parts,
    absorbedMicroUsd,
    fromLotMicroUsd,
    fromWalletMicroUsd: sum(parts) - fromLotMicroUsd,
  };
}

const requestEnds: Readonly<Record<string, StripeRequestRecord['status']>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'canceled',
};

function requestAfter(
  request: StripeRequestRecord | null,
  { id, status, failureReason, booked }: StripeRefundRecord,
  moment: Moment,
): StripeRequestRecord | null {
  if (request === null) return null;
  const end = requestEnds[status];
  const said = { ...request, stripeId: id, stripeStatus: status, updatedAt: moment.now };
  if (end === undefined) return { ...said, nextCallAt: later(request), error: null };
  const hasFailed = end !== 'succeeded';
  return {
    ...said,
    status: end,
    nextCallAt: null,
    // Whoever was about to ask for it finds it ended.
    claimedUntil: null,
    endedAt: moment.now,
    errorCode: hasFailed ? (failureReason ?? status) : null,
    error: hasFailed ? failureSentence(status, failureReason, booked) : null,
  };
}

/** How long a refund that Stripe has begun is left alone; its webhook usually comes first. */
const patienceMs = 900_000;

export function later({ nextCallAt }: StripeRequestRecord): Date | null {
  return nextCallAt && new Date(nextCallAt.getTime() + patienceMs);
}

function failureSentence(
  status: string,
  reason: string | null,
  booked: StripeRefundRecord['booked'],
): string {
  const why = reason === null ? '' : ` (${reason})`;
  const what = status === 'canceled' ? 'was canceled' : 'failed';
  return `The refund ${what} at Stripe${why}: ${
    booked === 'given_back'
      ? 'its money went back where it came from'
      : 'what was held is free again'
  }.`;
}

/** A package that was paid back in full is no longer granted, and is again when the refund fails (rule X12). */
function grantAfter(
  { payment, known, grant }: RefundState,
  refund: StripeRefundRecord,
  effect: RefundStep['effect'],
): RefundStep['grant'] {
  if (payment.grantId === null) return 'stays';
  if (effect === 'give_back') return 'reinstated';
  if (effect === 'none' || grant === null) return 'stays';
  const others = known.filter(({ id, booked }) => id !== refund.id && booked === 'taken');
  const taken = others.reduce((sum, other) => sum + other.amountMicroUsd, refund.amountMicroUsd);
  return taken >= payment.amountMicroUsd ? 'revoked' : 'stays';
}
