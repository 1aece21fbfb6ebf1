import type { StripeRequestRecord, StripeStore } from '../../../src/ports/stripe-store.ts';
import type { PlainState } from './plain-state.ts';

const unpaid = ['open', 'uncollectible'];

export function plainStripeStore(state: PlainState): StripeStore {
  const { requests, customers, payments, invoices, refunds, disputes } = state;
  const requestsOf = (is: (request: StripeRequestRecord) => boolean) =>
    [...requests.values()].filter(is).toReversed();
  return {
    openRequest: async (request) => void requests.set(request.id, request),
    lockRequest: async (id) => requests.get(id) ?? null,
    pendingRequest: async (kind, subject) =>
      requestsOf((r) => r.kind === kind && r.subject === subject && r.status === 'pending')[0] ??
      null,
    requestsAbout: async (kind, subject) =>
      requestsOf((request) => request.kind === kind && request.subject === subject),
    requestOf: async (kind, stripeId) =>
      requestsOf((request) => request.kind === kind && request.stripeId === stripeId)[0] ?? null,
    saveRequest: async (request) => void requests.set(request.id, request),
    customerOf: async (userId) => customers.get(userId) ?? null,
    userOfCustomer: async (customerId) =>
      [...customers].find(([, id]) => id === customerId)?.[0] ?? null,
    addCustomer: async (userId, customerId) => {
      if (!customers.has(userId)) customers.set(userId, customerId);
    },
    addPayment: async (payment) => {
      if (payments.has(payment.id)) throw new Error(`The payment ${payment.id} is known.`);
      payments.set(payment.id, payment);
    },
    payment: async (id) => payments.get(id) ?? null,
    invoice: async (id) => invoices.get(id) ?? null,
    saveInvoice: async (invoice) => void invoices.set(invoice.id, invoice),
    unpaidSince: async (stripeSubscriptionId, exceptInvoiceId) => {
      const since = [...invoices.values()]
        .filter((one) => one.stripeSubscriptionId === stripeSubscriptionId)
        .filter(({ id, status }) => id !== exceptInvoiceId && unpaid.includes(status))
        .flatMap(({ failedAt }) => failedAt ?? []);
      return since.sort((one, other) => one.getTime() - other.getTime())[0] ?? null;
    },
    refundsOf: async (paymentId) =>
      [...refunds.values()].filter((refund) => refund.paymentId === paymentId),
    saveRefund: async (refund) => void refunds.set(refund.id, refund),
    dispute: async (id) => disputes.get(id) ?? null,
    saveDispute: async (dispute) => void disputes.set(dispute.id, dispute),
  };
}
