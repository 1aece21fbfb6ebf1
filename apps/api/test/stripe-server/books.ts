import type { ServerStage } from './stage.ts';

const ofUser = (table: string) =>
  `${table} x JOIN app_user u ON (u.tenant_id, u.project_id, u.id) = (x.tenant_id, x.project_id, x.user_id) WHERE u.external_id = $1`;

const account = (kind: string, reference: string) => `
  (SELECT credits_posted || ' ' || debits_posted || ' ' || debits_pending FROM account a
    WHERE (a.tenant_id, a.project_id, a.kind, a.reference) = (x.tenant_id, x.project_id, '${kind}', ${reference})) AS money`;

const sections: Readonly<Record<string, string>> = {
  lots: `SELECT x.source, ${account('wallet', 'x.id::text')} FROM ${ofUser('wallet_lot')}`,
  periods: `SELECT x.plan_id, x.status, ${account('period', 'x.key')} FROM ${ofUser('subscription_period')}`,
  subscriptions: `SELECT x.plan_id, x.status, x.stripe_status, x.cancel_at_period_end FROM ${ofUser('subscription')}`,
  requests: `SELECT x.kind, x.status, x.stripe_status, x.error_code, x.claimed_until, x.ended_at IS NOT NULL AS ended FROM ${ofUser('stripe_request')}`,
  payments: `SELECT x.purpose, x.amount_micro_usd FROM ${ofUser('stripe_payment')}`,
  refunds: `SELECT r.status, r.booked, r.amount_micro_usd FROM stripe_refund r WHERE r.payment_id IN (SELECT x.id FROM ${ofUser('stripe_payment')})`,
};

/** All that a user has, here and at Stripe, without ids. */
export async function booksOf({ pool, sim: { state } }: ServerStage, userId: string) {
  const books: Record<string, readonly unknown[]> = {};
  for (const [name, sql] of Object.entries(sections)) {
    books[name] = (await pool().query(sql, [userId])).rows;
  }
  const customers = state.customers.all().filter(({ name }) => name === userId);
  const ids = new Set(customers.map(({ id }) => id));
  const payments = state.paymentIntents.all().filter((one) => one.metadata.user_id === userId);
  const paid = new Set(payments.map(({ id }) => id));
  return {
    books,
    stripe: {
      customers: customers.length,
      payments: payments.map(({ status }) => status),
      refunds: state.refunds
        .all()
        .filter(({ payment_intent: of }) => typeof of === 'string' && paid.has(of))
        .map(({ status, amount }) => [status, amount]),
      subscriptions: state.subscriptions
        .all()
        .filter(({ customer }) => typeof customer === 'string' && ids.has(customer))
        .map(({ status, cancel_at_period_end: ends }) => [status, ends]),
    },
  };
}
