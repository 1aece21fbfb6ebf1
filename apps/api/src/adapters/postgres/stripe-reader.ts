import type { StoredPayment, StoredSubscription } from '@purser/domain/stripe/drift';
import type { ListName } from '@purser/schema/contract/list-orders';
import type { PageRequest, ProjectScope } from '@purser/schema/contract/request-context';
import type {
  StripeDisputeView,
  StripeInvoiceView,
  StripePaymentView,
  StripeRefundView,
  StripeRequestView,
} from '@purser/schema/contract/stripe-views';
import type { StripeReader } from '../../ports/stripe-reader.ts';
import { type OrdersOf, readList } from './list-query.ts';
import type { SqlRunner } from './sql-runner.ts';
import {
  disputeColumns,
  disputesFrom,
  invoiceColumns,
  invoicesFrom,
  paymentColumns,
  paymentsFrom,
  refundColumns,
  refundsFrom,
} from './stripe-object-rows.ts';
import {
  type RequestRow,
  requestColumns,
  requestsFrom,
  requestViewFromDb,
} from './stripe-request-rows.ts';

export function createStripeReader(run: SqlRunner): StripeReader {
  return {
    requests: ({ tenantId, projectId }, { kind, statuses, userId, ...page }) =>
      readList<RequestRow, StripeRequestView, 'stripeRequests'>(
        run,
        {
          name: 'stripeRequests',
          columns: requestColumns,
          from: requestListFrom,
          values: [tenantId, projectId, userId ?? null, kind ?? null, listOf(statuses)],
          orders: { createdAt: byTime('r.created_at', 'r.id', 'uuid') },
        },
        page,
        requestViewFromDb,
      ),
    async request({ tenantId, projectId }, id) {
      const [row] = await run<RequestRow>(
        `SELECT ${requestColumns} ${requestsFrom} AND r.id = $3::uuid`,
        [tenantId, projectId, id],
      );
      return row === undefined ? null : requestViewFromDb(row);
    },
    storedSubscriptions: ({ tenantId, projectId }, ids) =>
      run<StoredSubscription>(storedSubscriptionsSql, [tenantId, projectId, [...ids]]),
    liveSubscriptions: ({ tenantId, projectId }) =>
      run<StoredSubscription>(liveSubscriptionsSql, [tenantId, projectId]),
    storedPayments: ({ tenantId, projectId }, ids) =>
      run<StoredPayment>(storedPaymentsSql, [tenantId, projectId, [...ids]]),
    payments: (scope, filter) =>
      readObjects<StripePaymentView, 'stripePayments'>(run, scope, filter, {
        name: 'stripePayments',
        columns: paymentColumns,
        from: `${paymentsFrom} AND ${ofUser('p.user_id')}`,
        orders: { paidAt: byTime('p.paid_at', 'p.id', 'text') },
      }),
    refunds: (scope, filter) =>
      readObjects<StripeRefundView, 'stripeRefunds'>(run, scope, filter, {
        name: 'stripeRefunds',
        columns: refundColumns,
        from: `${refundsFrom} AND ${ofUser('p.user_id')}`,
        orders: { createdAt: byTime('r.created_at', 'r.id', 'text') },
      }),
    disputes: (scope, filter) =>
      readObjects<StripeDisputeView, 'stripeDisputes'>(run, scope, filter, {
        name: 'stripeDisputes',
        columns: disputeColumns,
        from: `${disputesFrom} AND ${ofUser('d.user_id')}`,
        orders: { createdAt: byTime('d.created_at', 'd.id', 'text') },
      }),
    invoices: (scope, { isOverdue, ...filter }) =>
      readObjects<StripeInvoiceView, 'stripeInvoices'>(run, scope, filter, {
        name: 'stripeInvoices',
        columns: invoiceColumns,
        from: `${invoicesFrom} AND ${ofUser('i.user_id')} ${isOverdue === true ? overdueInvoices : ''}`,
        orders: { createdAt: byTime('i.created_at', 'i.id', 'text') },
      }),
  };
}

type Objects<Name extends ListName> = {
  readonly name: Name;
  readonly columns: string;
  readonly from: string;
  readonly orders: OrdersOf<Name>;
};

/** A list of Stripe's objects, of one user or of all; its columns carry the names of the view. */
function readObjects<View, Name extends ListName>(
  run: SqlRunner,
  { tenantId, projectId }: ProjectScope,
  { userId, ...page }: PageRequest & { readonly userId?: string | undefined },
  objects: Objects<Name>,
) {
  const query = { ...objects, values: [tenantId, projectId, userId ?? null] };
  return readList<View & { readonly cursor_key: readonly string[] }, View, Name>(
    run,
    query,
    page,
    ({ cursor_key: _cursor, ...view }) => view as View,
  );
}

function byTime(instant: string, id: string, type: 'text' | 'uuid') {
  return [
    { sql: instant, type: 'instant' as const },
    { sql: id, type },
  ];
}

function listOf(statuses: readonly string[] | undefined): readonly string[] | null {
  return statuses === undefined ? null : [...statuses];
}

function ofUser(column: string): string {
  return `($3::text IS NULL OR ${column} = (SELECT n.id FROM app_user n
         WHERE n.tenant_id = $1::int AND n.project_id = $2::int AND n.external_id = $3::text))`;
}

const subscriptionsFrom = `
SELECT stripe_subscription_id AS "stripeSubscriptionId", status, cancel_at_period_end AS "cancelAtPeriodEnd",
       stripe_price_id AS "stripePriceId", pending_plan_id AS "pendingPlanId",
       (extract(epoch FROM next_charge_at) * 1000)::float8 AS "periodEndsAtMs",
       stripe_customer_id AS "stripeCustomerId", stripe_version::float8 AS "versionMs"
  FROM subscription
 WHERE tenant_id = $1::int AND project_id = $2::int`;

const storedSubscriptionsSql = `${subscriptionsFrom} AND stripe_subscription_id = ANY ($3::text[])`;

const liveSubscriptionsSql = `${subscriptionsFrom} AND provider = 'stripe' AND status <> 'canceled'
   AND stripe_subscription_id IS NOT NULL
 ORDER BY stripe_subscription_id`;

const storedPaymentsSql = `
SELECT id, amount_micro_usd / 10000 AS "amountCents" FROM stripe_payment
 WHERE tenant_id = $1::int AND project_id = $2::int AND id = ANY ($3::text[])`;

const overdueInvoices = `AND i.status = 'open' AND i.failed_at IS NOT NULL`;

const requestListFrom = `${requestsFrom} AND ${ofUser('r.user_id')}
   AND ($4::text IS NULL OR r.kind = $4::text)
   AND ($5::text[] IS NULL OR r.status = ANY ($5::text[]))`;
