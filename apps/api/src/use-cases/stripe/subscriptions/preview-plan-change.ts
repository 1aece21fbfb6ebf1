import { formatUsdExact } from '@purser/domain/money/format-usd';
import { centsToMicroUsd } from '@purser/domain/money/micro-usd';
import type { InvoicePreviewFacts } from '@purser/domain/stripe/object-facts';
import type { Rejection } from '@purser/schema/contract/rejections';
import type { ChangeLine, CommandOutcome } from '@purser/schema/contract/request-context';
import type { PlanChanged } from '@purser/schema/contract/subscription';
import type { StripeAnswer, StripeGateway } from '../../../ports/stripe-gateway.ts';
import { refused } from '../requests/answer-or-refuse.ts';
import type { RequestAsked } from './ask-subscription.ts';

type Tried = RequestAsked & { readonly move: NonNullable<RequestAsked['move']> };

/** What a change of plan would do, and what Stripe would invoice for it; nothing is asked to change (rule X35). */
export async function previewPlanChange(
  gateway: StripeGateway,
  { subscription, move }: Tried,
): Promise<CommandOutcome<PlanChanged, Rejection>> {
  const answer = await previewOf(gateway, subscription.stripeSubscriptionId ?? '', move);
  if (answer.kind === 'refused') return { ok: false, rejection: refused(answer.message) };
  const { period, planId, pendingPlanId, updatedAt } = subscription;
  const waits = move.isCheaper && period?.status === 'open';
  const value = {
    action: waits ? ('scheduled' as const) : ('upgraded' as const),
    effectiveAt: waits ? period.endsAt : updatedAt,
    differenceMicroUsd: 0n,
    subscription,
  };
  // Its own plan takes back one that waits.
  const before = move.planId === planId ? pendingPlanId : planId;
  const label = waits || before !== planId ? 'plan after this period' : 'plan';
  const changes = [{ label, before, after: move.planId }, ...invoiceLines(answer, move.isInvoiced)];
  return { ok: true, value, replayed: false, dryRun: true, changes };
}

async function previewOf(
  gateway: StripeGateway,
  id: string,
  { priceId, isInvoiced }: Tried['move'],
): Promise<StripeAnswer<InvoicePreviewFacts>> {
  const now = await gateway.getSubscription(id);
  if (now.kind !== 'done') return now;
  return gateway.previewChange(id, {
    itemId: now.value.itemId ?? '',
    priceId,
    proration: isInvoiced ? 'always_invoice' : 'none',
  });
}

/** What is paid, and what it is made of: with the next invoice where more than the rest of this period is paid for. */
function invoiceLines(
  answer: Exclude<StripeAnswer<InvoicePreviewFacts>, { readonly kind: 'refused' }>,
  isInvoiced: boolean,
): readonly ChangeLine[] {
  const isNow =
    isInvoiced &&
    (answer.kind === 'unknown' || answer.value.lines.every(({ isProration }) => isProration));
  const label = isNow ? 'Stripe invoices now' : 'Stripe’s next invoice';
  if (answer.kind === 'unknown') {
    return [{ label, before: null, after: `not known: ${answer.message}` }];
  }
  const { amountDueCents, totalCents, currency, lines } = answer.value;
  const text = (cents: bigint) =>
    currency === 'usd' ? formatUsdExact(centsToMicroUsd(cents)) : `${cents} ${currency}`;
  const fromCredit = totalCents - amountDueCents;
  return [
    { label, before: null, after: text(amountDueCents) },
    ...lines.map(({ description, amountCents }) => ({
      label: description,
      before: null,
      after: text(amountCents),
    })),
    ...(fromCredit === 0n
      ? []
      : [{ label: 'from the customer’s balance', before: null, after: text(-fromCredit) }]),
  ];
}
