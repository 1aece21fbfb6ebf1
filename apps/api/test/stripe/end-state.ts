import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { Pool } from 'pg';
import { handlers } from '../../src/use-cases/stripe/events/handlers.ts';

/** Everything that Stripe's events leave in a project, without ids and without the instants of writing it. */
export type EndState = Readonly<Record<string, readonly unknown[]>>;

const mine = 'tenant_id = $1 AND project_id = $2';

const money = `(credits_posted - debits_posted)::text AS balance, debits_pending::text AS held`;

const sections: Readonly<Record<string, string>> = {
  money: `SELECT kind, CASE WHEN kind IN ('wallet', 'period') THEN '' ELSE reference END AS reference, ${money}
    FROM account WHERE ${mine} AND kind NOT IN ('wallet', 'period') AND (credits_posted, debits_posted, debits_pending) <> (0, 0, 0)`,
  lots: `SELECT l.source, ${money} FROM wallet_lot l JOIN account a ON a.kind = 'wallet' AND a.reference = l.id::text
      AND (a.tenant_id, a.project_id) = (l.tenant_id, l.project_id) WHERE l.tenant_id = $1 AND l.project_id = $2`,
  periods: `SELECT p.plan_id, p.status, p.starts_at, p.ends_at, ${money}, credits_posted::text AS paid
    FROM subscription_period p JOIN account a ON a.kind = 'period' AND a.reference = p.key
      AND (a.tenant_id, a.project_id) = (p.tenant_id, p.project_id) WHERE p.tenant_id = $1 AND p.project_id = $2`,
  grants: `SELECT mode, source, requests_per_day::text, tokens_per_day::text, expires_at, revoked_at IS NOT NULL AS revoked
    FROM quota_grant WHERE ${mine}`,
  subscriptions: `SELECT plan_id, provider, status, stripe_status, monthly_price_micro_usd::text AS price, anchor_day,
      current_period_key IS NOT NULL AS has_period, next_charge_at, last_charged_at, cancel_at_period_end, canceled_at,
      pending_plan_id, stripe_price_id, past_due_since, started_at FROM subscription WHERE ${mine}`,
  requests: `SELECT kind, status, amount_micro_usd::text AS amount, stripe_status, error_code, claimed_until, ended_at IS NOT NULL AS ended
    FROM stripe_request WHERE ${mine}`,
  payments: `SELECT purpose, package_id, lot_id IS NOT NULL AS lot, grant_id IS NOT NULL AS granted,
      amount_micro_usd::text AS amount FROM stripe_payment WHERE ${mine}`,
  refunds: `SELECT request_id IS NOT NULL AS asked, amount_micro_usd::text AS amount, status, booked, failure_reason,
      from_lot_micro_usd::text AS lot, from_wallet_micro_usd::text AS wallet, absorbed_micro_usd::text AS absorbed
    FROM stripe_refund WHERE ${mine}`,
  disputes: `SELECT amount_micro_usd::text AS amount, status, booked, held_micro_usd::text AS held,
      absorbed_micro_usd::text AS absorbed FROM stripe_dispute WHERE ${mine}`,
  invoices: `SELECT status, billing_reason, amount_due_micro_usd::text AS due, amount_paid_micro_usd::text AS paid,
      attempt_count, next_attempt_at, failed_at, booked, period_key IS NOT NULL AS has_period FROM stripe_invoice WHERE ${mine}`,
  // Which of several events that say the same is the one that changed something is a matter of their order.
  events: `SELECT kind, CASE WHEN status IN ('applied', 'ignored') THEN 'ended' ELSE status END AS ended, count(*)::int,
      max(CASE WHEN status IN ('applied', 'ignored') THEN NULL ELSE error_code END) AS code
    FROM external_event WHERE ${mine} AND (kind = ANY($3) OR kind NOT LIKE '%.%') GROUP BY 1, 2`,
  customers: `SELECT count(*)::int FROM stripe_customer WHERE ${mine}`,
};

export async function readEndState(
  pool: Pool,
  { tenantId, projectId }: ProjectScope,
): Promise<EndState> {
  const parts = Object.entries(sections).map(
    ([name, sql]) =>
      `'${name}', (SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY to_jsonb(s)::text), '[]') FROM (${sql}) s)`,
  );
  const { rows } = await pool.query<{ state: EndState }>(
    `SELECT jsonb_build_object(${parts.join(',')}) AS state`,
    [tenantId, projectId, Object.keys(handlers)],
  );
  return rows[0]?.state ?? {};
}
