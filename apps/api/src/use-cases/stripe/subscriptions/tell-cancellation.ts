import { formatUsdExact } from '@purser/domain/money/format-usd';
import type { OutboxRecord } from '../../../ports/outbox-store.ts';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { SubscriptionRecord } from '../../../ports/subscription-store.ts';
import type { Moment } from '../../command/run-command.ts';
import type { LoadedSubscription } from '../../subscription/load-subscription.ts';
import type { SubscriptionParams } from './subscription-params.ts';

type Alert = Omit<OutboxRecord, 'id' | 'createdAtMs'>;
type Told = Pick<LoadedSubscription, 'user' | 'state'>;

/** That a subscription is to end at Stripe was asked for here. */
export function cancelRequestedAlert(
  { user }: Told,
  record: SubscriptionRecord,
  { id, reason }: StripeRequestRecord,
): Alert {
  return {
    kind: 'cancellation',
    severity: 'info',
    dedupeKey: `cancel:${id}:requested`,
    title: `The end of ${nameOf(user.externalId, record)} was requested: ${reason}`,
    payload: { ...factsOf(user.externalId, record), requestId: id, status: 'requested', reason },
  };
}

/** Stripe would not end it. */
export function cancelFailedAlert(
  { id, subject, params }: StripeRequestRecord,
  why: string,
): Alert {
  const { owner, planId } = params as SubscriptionParams;
  const userId = owner.user_id ?? '';
  return {
    kind: 'cancellation',
    severity: 'warning',
    dedupeKey: `cancel-failed:${id}`,
    title: `Stripe did not cancel the subscription of ${userId} to ${planId} (${subject}): ${why}`,
    payload: {
      requestId: id,
      userId,
      planId,
      stripeSubscriptionId: subject,
      status: 'failed',
      reason: why,
    },
  };
}

/**
 * That a subscription is set to end, or has ended, told with the step that makes it so: whichever of Stripe's answer, its
 * events and its invoices comes first (rule X55).
 */
export function cancellationAlerts(
  { user, state }: Told,
  record: SubscriptionRecord,
  endsAtMs: number | null,
  { reason }: Moment,
): readonly Alert[] {
  const before = state?.record ?? null;
  const facts = { ...factsOf(user.externalId, record), reason };
  const alert = { kind: 'cancellation', severity: 'info' as const };
  const name = nameOf(user.externalId, record);
  if (record.status === 'canceled') {
    if (before?.status === 'canceled') return [];
    const dedupeKey = `subscription-ended:${record.id}`;
    const title = `${capital(name)} has ended${unpaid(record)}: ${reason}`;
    return [{ ...alert, dedupeKey, title, payload: { ...facts, status: 'ended' } }];
  }
  if (!record.cancelAtPeriodEnd || before?.cancelAtPeriodEnd === true) return [];
  const endsAt = endsAtMs === null ? null : new Date(endsAtMs).toISOString();
  const when = endsAt === null ? 'with its period' : `on ${endsAt.slice(0, 'YYYY-MM-DD'.length)}`;
  return [
    {
      ...alert,
      // Taken back and set again, it is told again.
      dedupeKey: `subscription-ends:${record.id}:${record.stripeRevision}`,
      title: `${capital(name)} ends ${when}: ${reason}`,
      payload: { ...facts, status: 'ends', endsAt },
    },
  ];
}

function nameOf(userId: string, { planId, monthlyPriceMicroUsd }: SubscriptionRecord): string {
  return `the subscription of ${userId} to ${planId} (${formatUsdExact(monthlyPriceMicroUsd)} a month)`;
}

function factsOf(userId: string, record: SubscriptionRecord) {
  const { planId, monthlyPriceMicroUsd, stripeSubscriptionId } = record;
  return { userId, planId, stripeSubscriptionId, amountUsd: formatUsdExact(monthlyPriceMicroUsd) };
}

function unpaid({ stripeStatus }: SubscriptionRecord): string {
  return stripeStatus === 'incomplete_expired' ? ', for its first invoice was never paid' : '';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
