import type { SubscriptionFacts } from '@purser/domain/plan/subscription';

/** What choosing a plan reads, as columns of `liveSubscription`; all null without a live one. */
export type SubscriptionFactsRow = {
  readonly subscription_plan: string | null;
  readonly subscription_status: string | null;
  readonly subscription_price: bigint | null;
  readonly subscription_cancels: boolean | null;
  readonly period_key: string | null;
  readonly period_status: string | null;
  readonly period_ends_at: Date | null;
};

export const subscriptionFactsColumns = `
  s.plan_id AS subscription_plan, s.status AS subscription_status,
  s.monthly_price_micro_usd AS subscription_price, s.cancel_at_period_end AS subscription_cancels,
  sp.key AS period_key, sp.status AS period_status, sp.ends_at AS period_ends_at`;

/** The one subscription of `app_user u` that is not canceled, with its current period (rule S2). */
export const liveSubscriptionJoins = `
  LEFT JOIN subscription s ON s.tenant_id = u.tenant_id AND s.project_id = u.project_id
   AND s.user_id = u.id AND s.status <> 'canceled'
  LEFT JOIN subscription_period sp ON sp.tenant_id = s.tenant_id AND sp.project_id = s.project_id
   AND sp.key = s.current_period_key`;

export function subscriptionFactsFromDb(row: SubscriptionFactsRow): SubscriptionFacts | null {
  if (row.subscription_plan === null || row.subscription_status === null) return null;
  return {
    planId: row.subscription_plan,
    status: row.subscription_status,
    monthlyPriceMicroUsd: row.subscription_price ?? 0n,
    cancelAtPeriodEnd: row.subscription_cancels ?? false,
    periodEndMs: row.period_ends_at?.getTime() ?? null,
    openPeriodKey: row.period_status === 'open' ? row.period_key : null,
  };
}
