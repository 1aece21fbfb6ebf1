import { newCustomer } from '../customers/new-customer.ts';
import { invalidRequest } from '../http/api-error.ts';
import { confirmIntent, orCardError } from '../payment-intents/confirm-intent.ts';
import { newIntent } from '../payment-intents/new-intent.ts';
import {
  attachPaymentMethod,
  referPaymentMethod,
} from '../payment-methods/attach-payment-method.ts';
import { createSubscription } from '../subscriptions/create-subscription.ts';
import type { CheckoutSession, Customer, PaymentIntent } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';

const daySeconds = 86_400;

/** Pays a session as a person on its page does. A decline is refused, and the session stays open. */
export function completeSession(
  world: World,
  id: string,
  card: string,
  email: string | null = null,
): CheckoutSession {
  const session = world.tables.checkoutSessions.require(id);
  if (session.status !== 'open') {
    throw invalidRequest(`This session is ${session.status}: nobody can pay it any more.`);
  }
  const paid =
    session.mode === 'subscription'
      ? world.allOrNothing(() => subscribe(world, session, card, email))
      : payOnce(world, session, card, email);
  const complete = world.tables.checkoutSessions.put({
    ...session,
    ...paid,
    customer_details: detailsOf(world, idOf(paid.customer), email ?? session.customer_email),
    payment_status: session.amount_total === 0 ? 'no_payment_required' : 'paid',
    status: 'complete',
    url: null,
  });
  world.emit('checkout.session.completed', complete);
  return complete;
}

function payOnce(
  world: World,
  session: CheckoutSession,
  card: string,
  email: string | null,
): Partial<CheckoutSession> {
  const makesCustomer = session.customer_creation === 'always';
  const customer =
    idOf(session.customer) ?? (makesCustomer ? makeCustomer(world, session, email).id : null);
  if (session.amount_total === 0) return { customer };
  const intent = intentOf(world, session, customer);
  world.tables.checkoutSessions.put({ ...session, payment_intent: intent.id });
  const method = referPaymentMethod(world, card);
  const paid = orCardError(confirmIntent(world, { ...intent, payment_method: method.id }));
  return { customer, payment_intent: paid.id };
}

/** A session has one intent, however often somebody tries. */
function intentOf(world: World, session: CheckoutSession, customer: string | null): PaymentIntent {
  const known = world.tables.paymentIntents.get(idOf(session.payment_intent) ?? '');
  if (known !== undefined) return known;
  const record = world.tables.checkoutRecords.require(session.id);
  const intent = world.tables.paymentIntents.put(
    newIntent(world, {
      amount: session.amount_total ?? 0,
      currency: session.currency ?? 'usd',
      customer,
      description: record.intentDescription,
      metadata: record.intentMetadata,
      receiptEmail: session.customer_email,
    }),
  );
  world.emit('payment_intent.created', intent);
  return intent;
}

function subscribe(
  world: World,
  session: CheckoutSession,
  card: string,
  email: string | null,
): Partial<CheckoutSession> {
  const { tables } = world;
  const record = tables.checkoutRecords.require(session.id);
  const known = tables.customers.get(idOf(session.customer) ?? '');
  const customer = known ?? makeCustomer(world, session, email);
  const method = attachPaymentMethod(world, card, customer.id);
  const now = world.seconds(idOf(customer.test_clock));
  const subscription = createSubscription(world, {
    customer,
    items: record.lineItems.flatMap(({ price, quantity }) =>
      price === null ? [] : [{ price, quantity: quantity ?? 1, metadata: {} }],
    ),
    anchor: null,
    prorates: true,
    trialEnd: record.trialDays > 0 ? now + record.trialDays * daySeconds : null,
    defaultPaymentMethod: method.id,
    description: null,
    metadata: record.subscriptionMetadata,
    cancelAtPeriodEnd: false,
    cancelAt: null,
    savesPaymentMethod: true,
    pausesWithoutCard: false,
    coupons: record.coupon === null ? [] : [tables.coupons.require(record.coupon)],
    behavior: 'error_if_incomplete',
  });
  const invoice = idOf(subscription.latest_invoice);
  return { customer: customer.id, invoice, subscription: subscription.id };
}

function makeCustomer(world: World, session: CheckoutSession, email: string | null): Customer {
  const made = newCustomer(world, { testClock: null, email: email ?? session.customer_email });
  world.emit('customer.created', world.tables.customers.put(made));
  return made;
}

function detailsOf(
  world: World,
  customer: string | null,
  email: string | null,
): CheckoutSession['customer_details'] {
  const known = customer === null ? undefined : world.tables.customers.get(customer);
  return {
    address: null,
    business_name: null,
    email: known?.email ?? email,
    individual_name: null,
    name: known?.name ?? null,
    phone: known?.phone ?? null,
    tax_exempt: 'none',
    tax_ids: [],
  };
}
