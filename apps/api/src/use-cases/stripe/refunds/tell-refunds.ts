import { formatUsdExact } from '@purser/domain/money/format-usd';
import { isOverWithoutMoney } from '@purser/domain/stripe/join-refund';
import type { ChangeLine } from '@purser/schema/contract/request-context';
import type { StripeRefundRecord, StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { Decision } from '../../command/run-command.ts';
import type { RefundStep } from './decide-bookings.ts';
import type { RefundState } from './load-refunds.ts';
import { refundParams } from './refund-params.ts';

type Told = Pick<Decision<unknown, unknown>, 'changes' | 'audit' | 'affects'> & {
  readonly alerts: NonNullable<Decision<unknown, unknown>['alerts']>;
};

/** What lists, audit log and alerts say of refunds that were booked. */
export function tellRefunds(state: RefundState, steps: readonly RefundStep[]): Told {
  const { payment, user } = state;
  const refunds = steps.map(({ refund, effect, grant }) => ({ ...refund, effect, grant }));
  return {
    changes: steps.map((step) => changeOf(state, step)),
    audit: {
      targetType: 'payment',
      targetId: payment.id,
      before: state.known,
      after: { userId: String(user.id), refunds },
    },
    affects: { userId: user.id },
    alerts: steps.flatMap((step) => alertOf(state, step)),
  };
}

function changeOf({ known }: RefundState, { refund }: RefundStep): ChangeLine {
  const before = known.find(({ id }) => id === refund.id);
  return {
    label: `refund ${refund.id}`,
    before: before?.status ?? null,
    change: formatUsdExact(refund.amountMicroUsd),
    after: refund.status,
  };
}

const ends: Readonly<Record<string, { severity: 'info' | 'warning'; words: string }>> = {
  succeeded: { severity: 'info', words: 'was made' },
  failed: { severity: 'warning', words: 'failed' },
  canceled: { severity: 'warning', words: 'was canceled' },
};

function alertOf(state: RefundState, { refund, isNews }: RefundStep): Told['alerts'] {
  const { payment, user } = state;
  const end = ends[refund.status];
  if (end === undefined || !isNews) return [];
  const reason = whyOf(state, refund);
  const amount = formatUsdExact(refund.amountMicroUsd);
  const short = refund.absorbedMicroUsd;
  const absorbed =
    short > 0n && refund.booked === 'taken'
      ? `; the project absorbed ${formatUsdExact(short)}`
      : '';
  return [
    {
      kind: 'refund',
      severity: short > 0n ? 'warning' : end.severity,
      dedupeKey: `refund:${refund.id}:${refund.status}`,
      title: `${refundOf(amount, user.externalId, payment.id)} ${end.words}: ${reason}${absorbed}.`,
      payload: {
        refundId: refund.id,
        requestId: refund.requestId,
        paymentId: payment.id,
        userId: user.externalId,
        status: refund.status,
        amountUsd: amount,
        reason,
      },
    },
  ];
}

/** Why it failed, else why it was made: who asked here says so, and Stripe keeps it to itself. */
function whyOf(
  { requests }: RefundState,
  { requestId, status, failureReason }: StripeRefundRecord,
): string {
  if (isOverWithoutMoney(status)) return failureReason ?? 'Stripe does not say why';
  return requests.get(requestId ?? '')?.reason ?? 'it was asked for at Stripe';
}

/** How every alert about a refund begins. */
export function refundOf(amount: string, userId: string, paymentId: string): string {
  return `A refund of ${amount} to ${userId} of ${paymentId}`;
}

/** Alert that Stripe would not even begin a refund that was asked here. */
export function refusedRefundAlert(
  { id, subject, amountMicroUsd, params }: StripeRequestRecord,
  why: string,
) {
  const amount = formatUsdExact(amountMicroUsd ?? 0n);
  const userId = refundParams(params).metadata.user_id ?? '';
  return {
    kind: 'refund',
    severity: 'warning' as const,
    dedupeKey: `refund:${id}:refused`,
    title: `${refundOf(amount, userId, subject)} was refused by Stripe: ${why}`,
    payload: {
      requestId: id,
      paymentId: subject,
      userId,
      status: 'failed',
      amountUsd: amount,
      reason: why,
    },
  };
}
