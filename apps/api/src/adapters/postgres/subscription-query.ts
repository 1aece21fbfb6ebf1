import type { SubscriptionState } from '../../ports/subscription-store.ts';
import type { ScopeKey } from './scope-key.ts';
import type { SqlRunner } from './sql-runner.ts';
import { type PeriodRow, periodViewFromDb } from './subscription-mapping.ts';

/** What went to the project at closing and later, and what came from it, of period `p`. */
const moved = `
  (SELECT coalesce(sum(t.amount), 0)::bigint FROM transfer t
    WHERE t.tenant_id = p.tenant_id AND t.project_id = p.project_id
      AND t.debit_account_id = purser_account_id('period', p.key, 0) AND t.kind = 'rollover') AS rolled_over,
  (SELECT coalesce(sum(t.amount), 0)::bigint FROM transfer t
    WHERE t.tenant_id = p.tenant_id AND t.project_id = p.project_id
      AND t.credit_account_id = purser_account_id('period', p.key, 0)
      AND t.kind = 'subscription_overdraft') AS covered`;

/** The account of period `p`; none before the first posting. */
const accountJoin = `
  LEFT JOIN account a ON a.tenant_id = p.tenant_id AND a.project_id = p.project_id
   AND a.id = purser_account_id('period', p.key, 0)`;

const periodsSelect = `
SELECT p.key, p.subscription_id::text AS subscription_id, u.external_id AS user_id, p.plan_id, p.status,
       p.starts_at, p.ends_at, p.closed_at, p.notes, p.created_at, p.updated_at,
       coalesce(a.credits_posted, 0)::bigint AS credits_posted,
       coalesce(a.debits_posted, 0)::bigint AS debits_posted,
       coalesce(a.debits_pending, 0)::bigint AS debits_pending,
       CASE WHEN a.id IS NULL THEN 0 ELSE a.overdraft END AS overdraft, ${moved}
  FROM subscription_period p
  JOIN app_user u ON u.tenant_id = p.tenant_id AND u.project_id = p.project_id AND u.id = p.user_id
  ${accountJoin}
 WHERE p.tenant_id = $1::int AND p.project_id = $2::int`;

/** Periods with their money; `where` continues the condition from the third parameter on. */
export function readPeriods(
  run: SqlRunner,
  { tenantId, projectId }: ScopeKey,
  where: string,
  values: readonly unknown[],
): Promise<readonly PeriodRow[]> {
  return run<PeriodRow>(`${periodsSelect} AND ${where}`, [tenantId, projectId, ...values]);
}

type SubscriptionRow = {
  readonly id: string;
  readonly user_id: bigint;
  readonly external_id: string;
  readonly plan_id: string;
  readonly provider: SubscriptionState['record']['provider'];
  readonly status: string;
  readonly price: bigint;
  readonly anchor_day: number;
  readonly current_period_key: string | null;
  readonly next_charge_at: Date | null;
  readonly last_charged_at: Date | null;
  readonly cancel_at_period_end: boolean;
  readonly canceled_at: Date | null;
  readonly pending_plan_id: string | null;
  readonly overdraft: bigint | null;
  readonly stripe_customer_id: string | null;
  readonly stripe_subscription_id: string | null;
  readonly stripe_price_id: string | null;
  readonly stripe_version: bigint;
  readonly stripe_revision: number;
  readonly stripe_status: string | null;
  readonly past_due_since: Date | null;
  readonly created_by: string;
  readonly started_at: Date;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly added: bigint;
  readonly spent: bigint;
};

const subscriptionsSelect = `
SELECT s.id::text AS id, s.user_id, u.external_id, s.plan_id, s.provider, s.status,
       s.monthly_price_micro_usd AS price, s.anchor_day::int AS anchor_day, s.current_period_key,
       s.next_charge_at, s.last_charged_at, s.cancel_at_period_end, s.canceled_at, s.pending_plan_id,
       s.overdraft, s.stripe_customer_id, s.stripe_subscription_id, s.stripe_price_id,
       s.stripe_version, s.stripe_revision, s.stripe_status, s.past_due_since, s.created_by, s.started_at, s.created_at, s.updated_at, life.added, life.spent
  FROM subscription s
  JOIN app_user u ON u.tenant_id = s.tenant_id AND u.project_id = s.project_id AND u.id = s.user_id
 CROSS JOIN LATERAL (
   SELECT coalesce(sum(each.credits_posted - each.covered), 0)::bigint AS added,
          coalesce(sum(each.debits_posted - each.rolled_over), 0)::bigint AS spent
     FROM (SELECT a.credits_posted, a.debits_posted, ${moved}
             FROM subscription_period p ${accountJoin}
            WHERE p.tenant_id = s.tenant_id AND p.project_id = s.project_id
              AND p.subscription_id = s.id) each) life
 WHERE s.tenant_id = $1::int AND s.project_id = $2::int`;

/**
 * Subscriptions with their current period and sums, in two statements however many there are; `where`
 * continues the condition from the third parameter on and says the order.
 */
export async function readSubscriptions(
  run: SqlRunner,
  scope: ScopeKey,
  where: string,
  values: readonly unknown[],
): Promise<readonly SubscriptionState[]> {
  const rows = await run<SubscriptionRow>(`${subscriptionsSelect} AND ${where}`, [
    scope.tenantId,
    scope.projectId,
    ...values,
  ]);
  const keys = rows.flatMap(({ current_period_key: key }) => (key === null ? [] : [key]));
  const periods =
    keys.length === 0 ? [] : await readPeriods(run, scope, 'p.key = ANY ($3::text[])', [keys]);
  const byKey = new Map(periods.map((row) => [row.key, periodViewFromDb(row)]));
  return rows.map((row) => stateOf(row, byKey.get(row.current_period_key ?? '') ?? null));
}

function stateOf(row: SubscriptionRow, period: SubscriptionState['period']): SubscriptionState {
  return {
    record: {
      id: row.id,
      userId: row.user_id,
      planId: row.plan_id,
      provider: row.provider,
      status: row.status,
      monthlyPriceMicroUsd: row.price,
      anchorDay: row.anchor_day,
      currentPeriodKey: row.current_period_key,
      nextChargeAt: row.next_charge_at,
      lastChargedAt: row.last_charged_at,
      cancelAtPeriodEnd: row.cancel_at_period_end,
      canceledAt: row.canceled_at,
      pendingPlanId: row.pending_plan_id,
      overdraftMicroUsd: row.overdraft,
      stripeCustomerId: row.stripe_customer_id,
      stripeSubscriptionId: row.stripe_subscription_id,
      stripePriceId: row.stripe_price_id,
      stripeVersion: row.stripe_version,
      stripeRevision: row.stripe_revision,
      stripeStatus: row.stripe_status,
      pastDueSince: row.past_due_since,
      createdBy: row.created_by,
      startedAt: row.started_at,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    },
    userId: row.external_id,
    period,
    lifetimeAddedMicroUsd: row.added,
    lifetimeSpentMicroUsd: row.spent,
  };
}

/** The live subscription of a user, else the newest. */
export async function readLatestSubscription(
  run: SqlRunner,
  scope: ScopeKey,
  userId: bigint,
): Promise<SubscriptionState | null> {
  const [latest] = await readSubscriptions(
    run,
    scope,
    `s.user_id = $3::bigint ORDER BY s.status = 'canceled', s.created_at DESC, s.id DESC LIMIT 1`,
    [userId],
  );
  return latest ?? null;
}
