/** Rows come with the names of the views, so that a list needs no mapping of its own. */
export const paymentColumns = `
  p.id, u.external_id AS "userId", p.purpose, p.amount_micro_usd AS "amountMicroUsd",
  (SELECT coalesce(sum(r.amount_micro_usd), 0)::bigint FROM stripe_refund r
    WHERE r.tenant_id = p.tenant_id AND r.project_id = p.project_id AND r.payment_id = p.id
      AND r.status NOT IN ('failed', 'canceled')) AS "refundedMicroUsd",
  p.charge_id AS "chargeId", p.lot_id AS "lotId", p.grant_id AS "grantId", p.package_id AS "packageId",
  p.invoice_id AS "invoiceId", p.paid_at AS "paidAt"`;

export const paymentsFrom = `
  FROM stripe_payment p
  JOIN app_user u ON u.tenant_id = p.tenant_id AND u.project_id = p.project_id AND u.id = p.user_id
 WHERE p.tenant_id = $1::int AND p.project_id = $2::int`;

export const refundColumns = `
  r.id, r.payment_id AS "paymentId", u.external_id AS "userId", r.request_id AS "requestId",
  r.amount_micro_usd AS "amountMicroUsd", r.status, r.failure_reason AS "failureReason", r.booked,
  r.from_lot_micro_usd AS "fromLotMicroUsd", r.from_wallet_micro_usd AS "fromWalletMicroUsd",
  r.absorbed_micro_usd AS "absorbedMicroUsd", r.created_at AS "createdAt", r.updated_at AS "updatedAt"`;

/** A refund of a payment that was never booked here is nobody's. */
export const refundsFrom = `
  FROM stripe_refund r
  LEFT JOIN stripe_payment p ON p.tenant_id = r.tenant_id AND p.project_id = r.project_id AND p.id = r.payment_id
  LEFT JOIN app_user u ON u.tenant_id = p.tenant_id AND u.project_id = p.project_id AND u.id = p.user_id
 WHERE r.tenant_id = $1::int AND r.project_id = $2::int`;

export const disputeColumns = `
  d.id, d.payment_id AS "paymentId", u.external_id AS "userId", d.amount_micro_usd AS "amountMicroUsd", d.status,
  d.reason, d.booked, d.held_micro_usd AS "heldMicroUsd", d.absorbed_micro_usd AS "absorbedMicroUsd",
  d.created_at AS "createdAt", d.updated_at AS "updatedAt"`;

export const disputesFrom = `
  FROM stripe_dispute d
  JOIN app_user u ON u.tenant_id = d.tenant_id AND u.project_id = d.project_id AND u.id = d.user_id
 WHERE d.tenant_id = $1::int AND d.project_id = $2::int`;

export const invoiceColumns = `
  i.id, u.external_id AS "userId", i.stripe_subscription_id AS "stripeSubscriptionId", i.status,
  i.billing_reason AS "billingReason", i.amount_due_micro_usd AS "amountDueMicroUsd",
  i.amount_paid_micro_usd AS "amountPaidMicroUsd", i.attempt_count AS "attemptCount",
  i.next_attempt_at AS "nextAttemptAt", i.failed_at AS "failedAt", i.hosted_url AS "hostedUrl",
  i.period_key AS "periodKey", i.booked AS "isBooked", i.created_at AS "createdAt"`;

export const invoicesFrom = `
  FROM stripe_invoice i
  JOIN app_user u ON u.tenant_id = i.tenant_id AND u.project_id = i.project_id AND u.id = i.user_id
 WHERE i.tenant_id = $1::int AND i.project_id = $2::int`;
