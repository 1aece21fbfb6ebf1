import { centsToMicroUsd } from '@purser/domain/money/micro-usd';
import type { InvoiceFacts } from '@purser/domain/stripe/object-facts';
import { placeInvoice } from '@purser/domain/stripe/place-invoice';
import { stripePeriodKey } from '@purser/domain/subscription/period';
import type { PeriodView } from '@purser/schema/contract/subscription';
import type { PlanRecord } from '../../../ports/plan-store.ts';
import type { PeriodRecord, SubscriptionRecord } from '../../../ports/subscription-store.ts';
import type { Moment } from '../../command/run-command.ts';
import { closePeriod, rolloverEventId } from '../../subscription/close-period.ts';
import type { SubscriptionChange } from '../../subscription/subscription-change.ts';
import { planAfter } from './decide-stripe-subscription.ts';
import type { LoadedStripeSubscription } from './load-stripe-subscription.ts';

type Line = NonNullable<InvoiceFacts['line']>;

/** A paid invoice, and what of its period is here. */
export type PaidInvoice = {
  readonly invoice: InvoiceFacts;
  readonly line: Line;
  /** The period of the invoice's key, if there is one. */
  readonly named: PeriodView | null;
  /** The plan of the line's price. */
  readonly linePlan: PlanRecord | null;
};

/** The key of the period that an invoice's line pays for. */
export function lineKeyOf({ stripeSubscriptionId }: InvoiceFacts, line: Line): string {
  return stripePeriodKey(stripeSubscriptionId ?? '', line.periodEndsAtMs);
}

/** What the money of a paid invoice does (rule X31); `record` is the subscription as Stripe's word left it. */
export function bookInvoice(
  loaded: LoadedStripeSubscription,
  record: SubscriptionRecord,
  paid: PaidInvoice,
  moment: Moment,
): SubscriptionChange {
  const { invoice, line, named } = paid;
  const period = loaded.state?.period ?? null;
  const place = placeInvoice(
    {
      lineEndsAtMs: line.periodEndsAtMs,
      named,
      current: period && { endsAtMs: period.endsAt.getTime() },
      isCanceled: record.status === 'canceled',
    },
    moment.nowMs,
  );
  const charged = { ...record, ...charges(record, paid) };
  const common = {
    loaded,
    subscription: charged,
    postingKey: `invoice:${invoice.invoiceId}`,
    close: null,
    open: null,
    credit: null,
    events: [],
  };
  if (place === 'add' && named !== null) {
    return { ...common, credit: creditOf(paid, charged), ...beginsEarlier(named, record, line) };
  }
  if (place === 'late') return { ...common, ...passThrough(loaded, charged, paid, moment) };
  return { ...common, ...openNext(loaded, charged, paid, moment) };
}

/** The next period opens with the plan of the invoice, and ends the one before (rules X31 and X32). */
function openNext(
  { state }: LoadedStripeSubscription,
  record: SubscriptionRecord,
  paid: PaidInvoice,
  moment: Moment,
): Partial<SubscriptionChange> {
  const period = state?.period ?? null;
  const closing =
    period?.status === 'open'
      ? closePeriod(period, record.userId, { notes: 'Renewed.', moment })
      : null;
  const subscription = { ...record, ...planOfLine(record, paid) };
  const open = periodOf(subscription, paid, 'open', moment);
  return {
    subscription: { ...subscription, currentPeriodKey: open.key },
    close: closing?.close ?? null,
    open,
    credit: creditOf(paid, subscription),
    events: closing === null ? [] : [closing.event],
  };
}

/** A downgrade that waited for this period begins; what Stripe said of the price since is decided from there. */
function planOfLine(
  record: SubscriptionRecord,
  { linePlan, line }: PaidInvoice,
): Partial<SubscriptionRecord> {
  if (linePlan === null || linePlan.planId !== record.pendingPlanId) return {};
  const { planId, monthlyPriceMicroUsd } = linePlan;
  return planAfter(record, null, { planId, monthlyPriceMicroUsd, priceId: line.priceId });
}

/** An invoice for what is over: its money goes through its period to the project, at once. */
function passThrough(
  { state }: LoadedStripeSubscription,
  record: SubscriptionRecord,
  paid: PaidInvoice,
  moment: Moment,
): Partial<SubscriptionChange> {
  const before = state?.period ?? null;
  const passing = creditOf(paid, record);
  const known = paid.named === null ? null : rowOf(paid.named, record);
  const period = known ?? periodOf(record, paid, 'closed', moment);
  const isLatest = before === null || before.endsAt < period.endsAt;
  const event = {
    id: moment.newId(),
    kind: 'rollover' as const,
    externalId: rolloverEventId(period.key),
    userId: record.userId,
    amountMicroUsd: passing?.amountMicroUsd ?? 0n,
    payload: { periodKey: period.key, notes: lateNote },
    occurredAt: moment.now,
  };
  return {
    subscription: { ...record, ...(isLatest ? { currentPeriodKey: period.key } : {}) },
    other: { period, passing },
    events: known === null ? [event] : [],
  };
}

const lateNote = 'Paid after its end.';

function periodOf(
  { id, userId, planId }: SubscriptionRecord,
  { invoice, line, linePlan }: PaidInvoice,
  status: PeriodRecord['status'],
  { now }: Moment,
): PeriodRecord {
  return {
    key: lineKeyOf(invoice, line),
    subscriptionId: id,
    userId,
    planId: linePlan?.planId ?? planId,
    status,
    startsAt: new Date(line.periodStartsAtMs),
    endsAt: new Date(line.periodEndsAtMs),
    closedAt: status === 'closed' ? now : null,
    notes: status === 'closed' ? lateNote : null,
    createdAt: now,
    updatedAt: now,
  };
}

/** A proration that came first began its period too late. */
function beginsEarlier(
  period: PeriodView,
  record: SubscriptionRecord,
  { periodStartsAtMs }: Line,
): Pick<SubscriptionChange, 'other'> {
  if (period.startsAt.getTime() <= periodStartsAtMs) return {};
  const startsAt = new Date(periodStartsAtMs);
  return { other: { period: { ...rowOf(period, record), startsAt }, passing: null } };
}

function rowOf(period: PeriodView, { userId }: SubscriptionRecord): PeriodRecord {
  const { key, subscriptionId, planId, status, startsAt, endsAt, closedAt, notes } = period;
  const { createdAt, updatedAt } = period;
  return {
    ...{ key, subscriptionId, userId, planId, status, startsAt, endsAt, closedAt, notes },
    ...{ createdAt, updatedAt },
  };
}

/**
 * What was paid. A zero invoice pays in nothing, unless its plan's metadata says `zero_invoice_top_up: "list_price"`: then
 * the operator pays the plan's price.
 */
function creditOf(
  { invoice, line, linePlan }: PaidInvoice,
  record: SubscriptionRecord,
): SubscriptionChange['credit'] {
  const kind = 'subscription_invoice' as const;
  if (invoice.amountPaidCents > 0n) {
    const amountMicroUsd = centsToMicroUsd(invoice.amountPaidCents);
    return { kind, amountMicroUsd, isFromStripe: true };
  }
  const isGiven = linePlan?.metadata?.zero_invoice_top_up === 'list_price' && !line.isProration;
  return isGiven ? { kind, amountMicroUsd: record.monthlyPriceMicroUsd } : null;
}

/** When it was charged last and will be next: the latest of all invoices, whatever their order. */
function charges(
  { status, cancelAtPeriodEnd, nextChargeAt, lastChargedAt }: SubscriptionRecord,
  { invoice, line }: PaidInvoice,
): Pick<SubscriptionRecord, 'nextChargeAt' | 'lastChargedAt'> {
  const ends = status === 'canceled' || cancelAtPeriodEnd;
  const paidAt = new Date(invoice.paidAtMs ?? invoice.createdAtMs);
  return {
    nextChargeAt: ends ? null : later(nextChargeAt, new Date(line.periodEndsAtMs)),
    lastChargedAt: later(lastChargedAt, paidAt),
  };
}

function later(first: Date | null, second: Date): Date {
  return first !== null && first > second ? first : second;
}
