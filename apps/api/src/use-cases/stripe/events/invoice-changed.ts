import { formatUsdExact } from '@purser/domain/money/format-usd';
import { failed, ignored, type NoEffect, waits } from '@purser/domain/stripe/event-codes';
import type { InvoiceFacts, SubscriptionObjectFacts } from '@purser/domain/stripe/object-facts';
import { invoiceObject } from '@purser/schema/contract/stripe-objects';
import type { StripeInvoiceRecord, StripePaymentRecord } from '../../../ports/stripe-store.ts';
import type { SubscriptionRecord } from '../../../ports/subscription-store.ts';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { Moment } from '../../command/run-command.ts';
import type { SubscriptionChange } from '../../subscription/subscription-change.ts';
import { decideChange } from '../../subscription/subscription-decision.ts';
import { bookInvoice, lineKeyOf, type PaidInvoice } from '../subscriptions/book-invoice.ts';
import { decideStripeSubscription } from '../subscriptions/decide-stripe-subscription.ts';
import { joinedRow, pastDueSince, stateOf } from '../subscriptions/invoice-row.ts';
import {
  type LoadedStripeSubscription,
  loadStripeSubscription,
  planOf,
} from '../subscriptions/load-stripe-subscription.ts';
import { readWord, type SubscriptionWord } from '../subscriptions/subscription-word.ts';
import { cancellationAlerts } from '../subscriptions/tell-cancellation.ts';
import { eventHandler, type HandlerContext, isNoEffect } from './event-handler.ts';
import { applyStripeChange, subscriptionChange } from './subscription-changed.ts';

type Facts = {
  readonly invoice: InvoiceFacts;
  readonly hasFailed: boolean;
  readonly word: SubscriptionWord;
};

type State = LoadedStripeSubscription & {
  readonly row: StripeInvoiceRecord | null;
  /** Null without a line of a subscription. */
  readonly paid: PaidInvoice | null;
  readonly othersSince: Date | null;
  readonly knownPayments: ReadonlySet<string>;
};

type Change = {
  readonly change: SubscriptionChange;
  readonly row: StripeInvoiceRecord;
  readonly payments: readonly StripePaymentRecord[];
};

/**
 * `invoice.*`: keeps what is known of a subscription's invoice and books its money once it is paid, whichever event
 * says so first (rules X31 and X33).
 */
export const invoiceChanged = eventHandler<Facts, State, Change>({
  read: (event) => {
    const parsed = invoiceObject.safeParse(event.data.object);
    if (!parsed.success) return malformed;
    const invoice = parsed.data;
    if (invoice.stripeSubscriptionId === null) return noSubscription;
    const versionMs = event.created * 1_000;
    const object = subscriptionOf(invoice, invoice.stripeSubscriptionId);
    const word = { object, versionMs, readAtRevision: null };
    return { invoice, word, hasFailed: event.type === 'invoice.payment_failed' };
  },
  ask: askStripe,
  load: loadInvoice,
  decide: decideInvoice,
  apply: async (stores, { change, row, payments }, moment) => {
    await applyStripeChange(stores, change, moment);
    await stores.stripe.saveInvoice(row);
    for (const payment of payments) await stores.stripe.addPayment(payment);
  },
});

/** The invoice with its payments, and the subscription, as Stripe has them now. */
async function askStripe(facts: Facts, ctx: HandlerContext): Promise<Facts | NoEffect> {
  const word = await readWord(facts.word, ctx);
  if (isNoEffect(word) || ctx.gateway === null) return isNoEffect(word) ? word : facts;
  const answer = await ctx.gateway.getInvoice(facts.invoice.invoiceId);
  if (answer.kind === 'unknown') return waits('waits_for_stripe', answer.message);
  return { ...facts, word, ...(answer.kind === 'done' ? { invoice: answer.value } : {}) };
}

async function loadInvoice(
  stores: Stores,
  { invoice, word }: Facts,
  moment: Moment,
): Promise<State | NoEffect> {
  const { line, invoiceId, paymentIds } = invoice;
  const key = line === null ? null : lineKeyOf(invoice, line);
  const loaded = await loadStripeSubscription(stores, word.object, moment, key);
  if (isNoEffect(loaded)) return loaded;
  const known = await Promise.all(paymentIds.map((id) => stores.stripe.payment(id)));
  return {
    ...loaded,
    row: await stores.stripe.invoice(invoiceId),
    paid: line && {
      invoice,
      line,
      named: await stores.subscriptions.period(loaded.user.id, lineKeyOf(invoice, line)),
      linePlan: await linePlanOf(stores, invoice, loaded),
    },
    othersSince: await stores.stripe.unpaidSince(word.object.stripeSubscriptionId, invoiceId),
    knownPayments: new Set(known.flatMap((payment) => payment?.id ?? [])),
  };
}

function linePlanOf(stores: Stores, invoice: InvoiceFacts, { state }: LoadedStripeSubscription) {
  const { line, subscriptionMetadata: metadata } = invoice;
  return planOf(stores, { priceId: line?.priceId ?? null, metadata }, state?.record ?? null);
}

function decideInvoice(state: State, facts: Facts, moment: Moment) {
  const { invoice, word, hasFailed } = facts;
  if (invoice.currency.toLowerCase() !== 'usd') return otherCurrency(invoice);
  const record = recordAfter(state, word, moment);
  if (isNoEffect(record)) return record;
  const said = stateOf(invoice, { versionMs: word.versionMs, hasFailed });
  const row = joinedRow(state.row, { facts: invoice, said, subscription: record, now: moment.now });
  const paid = row.status === 'paid' && !row.booked ? state.paid : null;
  if (paid === null && isKnown(state.row, row)) return duplicate;
  const due = { ...record, pastDueSince: pastDueSince(row, state.othersSince) };
  const change =
    paid === null ? subscriptionChange(state, due, moment) : bookInvoice(state, due, paid, moment);
  const { changes, audit, affects } = decideChange(change, () => null);
  const booked = paid === null ? null : lineKeyOf(invoice, paid.line);
  return {
    user: state.user,
    change: {
      change,
      row: booked === null ? row : { ...row, booked: true, periodKey: booked },
      payments: booked === null ? [] : paymentsOf(state, facts, moment),
    },
    changes: [
      ...changes,
      { label: 'invoice', before: state.row?.status ?? null, after: row.status },
    ],
    audit: {
      ...audit,
      after: { invoiceId: invoice.invoiceId, status: row.status, of: audit.after },
    },
    affects,
    alerts: [
      ...cancellationAlerts(state, record, word.object.periodEndsAtMs, moment),
      ...(hasFailed && row.status !== 'paid' ? [failedAlert(state, record, row)] : []),
    ],
  };
}

/** The subscription as Stripe's word makes it, or as it is where that word is older or its own doing is done. */
function recordAfter(
  state: State,
  word: SubscriptionWord,
  moment: Moment,
): SubscriptionRecord | NoEffect {
  const isRead = word.readAtRevision !== null;
  if (state.state !== null && !isRead) return state.state.record;
  const record = decideStripeSubscription(state, word, moment);
  if (!isNoEffect(record)) return record;
  return record.kind === 'ignored' && state.state !== null ? state.state.record : record;
}

function isKnown(held: StripeInvoiceRecord | null, row: StripeInvoiceRecord): boolean {
  if (held === null) return false;
  return (
    held.status === row.status &&
    held.attemptCount === row.attemptCount &&
    held.failedAt?.getTime() === row.failedAt?.getTime()
  );
}

/** What an invoice says of its subscription, where Stripe cannot be asked. */
function subscriptionOf(
  { customerId, status, line, subscriptionMetadata, invoiceId }: InvoiceFacts,
  stripeSubscriptionId: string,
): SubscriptionObjectFacts {
  return {
    stripeSubscriptionId,
    customerId: customerId ?? '',
    status: status === 'paid' ? 'active' : 'incomplete',
    itemId: null,
    priceId: line?.priceId ?? null,
    priceCents: null,
    periodStartsAtMs: line?.periodStartsAtMs ?? null,
    periodEndsAtMs: line?.periodEndsAtMs ?? null,
    cancelAtPeriodEnd: false,
    endsAtInstant: false,
    canceledAtMs: null,
    endedAtMs: null,
    startedAtMs: line?.periodStartsAtMs ?? 0,
    anchorAtMs: null,
    latestInvoiceId: invoiceId,
    metadata: subscriptionMetadata,
  };
}

function paymentsOf(
  { user, row, knownPayments }: State,
  { invoice, word }: Facts,
  moment: Moment,
): readonly StripePaymentRecord[] {
  const [first] = invoice.paymentIds;
  if (first === undefined || knownPayments.has(first) || row?.booked) return [];
  return [
    {
      id: first,
      userId: user.id,
      purpose: 'invoice',
      chargeId: null,
      lotId: null,
      grantId: null,
      packageId: null,
      invoiceId: invoice.invoiceId,
      amountMicroUsd: invoice.amountPaidCents * 10_000n,
      paidAt: new Date(invoice.paidAtMs ?? word.versionMs),
      createdAt: moment.now,
    },
  ];
}

function failedAlert({ user }: State, { planId }: SubscriptionRecord, row: StripeInvoiceRecord) {
  const next = row.nextAttemptAt?.toISOString().slice(0, 'YYYY-MM-DD'.length);
  const ahead = next === undefined ? 'Stripe does not try again' : `Stripe tries again on ${next}`;
  const amount = formatUsdExact(row.amountDueMicroUsd);
  return {
    kind: 'payment_failed',
    severity: 'warning' as const,
    dedupeKey: `payment-failed:${row.id}:${row.attemptCount}`,
    title: `A payment of ${amount} by ${user.externalId} for ${planId} failed (attempt ${row.attemptCount}); ${ahead}.`,
    payload: {
      userId: user.externalId,
      planId,
      amountUsd: amount,
      invoiceId: row.id,
      attemptCount: row.attemptCount,
      nextAttemptAt: row.nextAttemptAt,
      hostedUrl: row.hostedUrl,
    },
  };
}

function otherCurrency({ currency }: InvoiceFacts): NoEffect {
  return failed(
    'currency_not_usd',
    `The invoice is in ${currency.toUpperCase()}; only USD is credited.`,
  );
}

const malformed = failed(
  'malformed_object',
  'The event’s object is no invoice with a line of its subscription.',
);
const noSubscription = ignored('no_subscription', 'The invoice belongs to no subscription.');
const duplicate = ignored('duplicate_invoice', 'This invoice was booked before.');
