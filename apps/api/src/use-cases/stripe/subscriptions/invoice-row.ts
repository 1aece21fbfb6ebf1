import { centsToMicroUsd } from '@purser/domain/money/micro-usd';
import { type InvoiceState, isUnpaid, joinInvoice } from '@purser/domain/stripe/join-invoice';
import type { InvoiceFacts } from '@purser/domain/stripe/object-facts';
import type { StripeInvoiceRecord } from '../../../ports/stripe-store.ts';
import type { SubscriptionRecord } from '../../../ports/subscription-store.ts';

/** What one event, or one reading, says of an invoice. */
export function stateOf(
  facts: InvoiceFacts,
  { versionMs, hasFailed }: { readonly versionMs: number; readonly hasFailed: boolean },
): InvoiceState {
  const { status, amountDueCents, amountPaidCents, attemptCount, nextAttemptAtMs, hostedUrl } =
    facts;
  return {
    status,
    amountDueCents,
    amountPaidCents,
    attemptCount,
    nextAttemptAtMs,
    hostedUrl,
    failedAtMs: hasFailed ? versionMs : null,
    versionMs,
  };
}

type Joining = {
  readonly facts: InvoiceFacts;
  readonly said: InvoiceState;
  readonly subscription: SubscriptionRecord;
  readonly now: Date;
};

/** The row after what was said, whatever came before (rule X33). */
export function joinedRow(
  held: StripeInvoiceRecord | null,
  { facts, said, subscription, now }: Joining,
): StripeInvoiceRecord {
  const joined = joinInvoice(held && heldState(held), said);
  return {
    id: facts.invoiceId,
    userId: subscription.userId,
    subscriptionId: subscription.id,
    stripeSubscriptionId: facts.stripeSubscriptionId ?? '',
    periodKey: held?.periodKey ?? null,
    status: joined.status,
    billingReason: facts.billingReason,
    amountDueMicroUsd: centsToMicroUsd(joined.amountDueCents),
    amountPaidMicroUsd: centsToMicroUsd(joined.amountPaidCents),
    attemptCount: joined.attemptCount,
    nextAttemptAt: instant(joined.nextAttemptAtMs),
    failedAt: instant(joined.failedAtMs),
    hostedUrl: joined.hostedUrl,
    booked: held?.booked ?? false,
    version: BigInt(joined.versionMs),
    createdAt: new Date(facts.createdAtMs),
    updatedAt: now,
  };
}

/** Since when somebody waits for the money of this invoice or of an earlier one; null when all is paid. */
export function pastDueSince(row: StripeInvoiceRecord, othersSince: Date | null): Date | null {
  const own = isUnpaid(row) ? row.failedAt : null;
  if (own === null || othersSince === null) return own ?? othersSince;
  return own < othersSince ? own : othersSince;
}

function heldState(row: StripeInvoiceRecord): InvoiceState {
  return {
    status: row.status,
    amountDueCents: row.amountDueMicroUsd / 10_000n,
    amountPaidCents: row.amountPaidMicroUsd / 10_000n,
    attemptCount: row.attemptCount,
    nextAttemptAtMs: row.nextAttemptAt?.getTime() ?? null,
    failedAtMs: row.failedAt?.getTime() ?? null,
    hostedUrl: row.hostedUrl,
    versionMs: Number(row.version),
  };
}

function instant(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
