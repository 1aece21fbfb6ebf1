import type { Discount, Invoice, InvoiceLine, Subscription } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { discountLines, netAmount } from './discount-lines.ts';
import type { Period } from './lines.ts';

export type InvoiceTerms = {
  readonly subscription: Subscription;
  readonly reason:
    | 'subscription_create'
    | 'subscription_cycle'
    | 'subscription_update'
    | 'upcoming';
  readonly lines: readonly InvoiceLine[];
  readonly discounts: readonly Discount[];
  readonly period: Period;
  /** When the draft becomes final by itself; null when somebody does it. */
  readonly finalizesAt: number | null;
  readonly autoAdvance: boolean;
};

/** Drafts an invoice of a subscription, with its totals. */
export function draftInvoice(world: World, terms: InvoiceTerms): Invoice {
  const invoice = world.tables.invoices.put(newInvoice(world, terms));
  world.emit('invoice.created', invoice);
  return invoice;
}

/** An invoice with its totals, which nobody keeps yet. */
export function newInvoice(world: World, terms: InvoiceTerms): Invoice {
  const id = world.ids.next('in_1');
  const lines = discountLines(world, terms.lines, terms.discounts).map((line) => ({
    ...line,
    invoice: id,
  }));
  return {
    ...blankInvoice(world, id, terms),
    ...totalsOf(lines, terms.discounts),
    lines: { object: 'list', data: lines, has_more: false, url: `/v1/invoices/${id}/lines` },
  };
}

function totalsOf(lines: readonly InvoiceLine[], discounts: readonly Discount[]) {
  const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0);
  const total = lines.reduce((sum, line) => sum + netAmount(line), 0);
  const due = Math.max(0, total);
  return {
    amount_due: due,
    amount_remaining: due,
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_discount_amounts: discounts.map(({ id }) => ({
      amount: lines
        .flatMap(({ discount_amounts }) => discount_amounts ?? [])
        .filter(({ discount }) => discount === id)
        .reduce((sum, { amount }) => sum + amount, 0),
      discount: id,
    })),
    total_excluding_tax: total,
  };
}

function blankInvoice(world: World, id: string, terms: InvoiceTerms): Omit<Invoice, 'lines'> {
  const { subscription } = terms;
  const customerId = idOf(subscription.customer) ?? '';
  const customer = world.tables.customers.get(customerId);
  return {
    ...emptyInvoice,
    id,
    auto_advance: terms.autoAdvance,
    automatically_finalizes_at: terms.finalizesAt,
    billing_reason: terms.reason,
    created: world.seconds(idOf(subscription.test_clock)),
    currency: subscription.currency,
    customer: customerId,
    customer_email: customer?.email ?? null,
    customer_name: customer?.name ?? null,
    discounts: terms.discounts.map((discount) => discount.id),
    parent: {
      quote_details: null,
      subscription_details: {
        metadata: subscription.metadata,
        subscription: subscription.id,
      },
      type: 'subscription_details',
    },
    period_end: terms.period.end,
    period_start: terms.period.start,
    starting_balance: customer?.balance ?? 0,
    test_clock: subscription.test_clock,
  };
}

/** What an invoice says before anything is known of it. */
const emptyInvoice: Omit<Invoice, 'id' | 'lines' | 'created' | 'currency' | 'customer'> = {
  object: 'invoice',
  account_country: 'US',
  account_name: 'Purser simulator',
  account_tax_ids: null,
  amount_due: 0,
  amount_overpaid: 0,
  amount_paid: 0,
  amount_remaining: 0,
  amount_shipping: 0,
  application: null,
  attempt_count: 0,
  attempted: false,
  auto_advance: true,
  automatic_tax: {
    disabled_reason: null,
    enabled: false,
    liability: null,
    provider: null,
    status: null,
  },
  automatically_finalizes_at: null,
  billing_reason: null,
  collection_method: 'charge_automatically',
  custom_fields: null,
  customer_account: null,
  customer_address: null,
  customer_email: null,
  customer_name: null,
  customer_phone: null,
  customer_shipping: null,
  customer_tax_exempt: 'none',
  customer_tax_ids: [],
  default_payment_method: null,
  default_source: null,
  default_tax_rates: [],
  description: null,
  discounts: [],
  due_date: null,
  effective_at: null,
  ending_balance: null,
  footer: null,
  from_invoice: null,
  hosted_invoice_url: null,
  invoice_pdf: null,
  issuer: { type: 'self' },
  last_finalization_error: null,
  latest_revision: null,
  livemode: false,
  metadata: {},
  next_payment_attempt: null,
  number: null,
  on_behalf_of: null,
  parent: null,
  payment_settings: {
    default_mandate: null,
    payment_method_options: null,
    payment_method_types: null,
  },
  period_end: 0,
  period_start: 0,
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  receipt_number: null,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  starting_balance: 0,
  statement_descriptor: null,
  status: 'draft',
  status_transitions: {
    finalized_at: null,
    marked_uncollectible_at: null,
    paid_at: null,
    voided_at: null,
  },
  subtotal: 0,
  subtotal_excluding_tax: 0,
  test_clock: null,
  total: 0,
  total_discount_amounts: [],
  total_excluding_tax: 0,
  total_pretax_credit_amounts: [],
  total_taxes: [],
  webhooks_delivered_at: null,
};
