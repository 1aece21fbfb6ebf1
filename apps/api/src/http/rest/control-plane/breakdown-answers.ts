import type {
  BreakdownView,
  GrantLine,
  HoldLine,
  RemainingView,
  StatedLimits,
} from '@purser/domain/breakdown/breakdown';
import type { LimitLine } from '@purser/domain/breakdown/limit-line';
import type { UsageView } from '@purser/domain/breakdown/usage-view';
import { usdNumber } from '@purser/domain/money/format-usd';
import { everyBundle } from '@purser/domain/plan/plan';
import { limitFields, limitNames } from '@purser/domain/quota/limits';
import type {
  BudgetBreakdown,
  QuotaBreakdown,
} from '@purser/schema/contract/rest/breakdown-contract';
import { toFunding, toStoredDenial } from '../stored-denial.ts';
import { countOrNull, instantOrNull, toLimits, usdOrNull } from './amounts.ts';
import { toSubscriptionBalance } from './subscription-answers.ts';
import { toLifetimeBudget } from './tier-balance-answers.ts';

/** A breakdown under the guides' names, without money. */
export function toQuotaBreakdown(view: BreakdownView): QuotaBreakdown {
  return {
    status: 'ok',
    user_id: view.userId,
    role: view.role,
    plan_id: view.planId,
    plan_source: view.planSource,
    reference_model: view.referenceModel,
    bundle_breakdown: Object.fromEntries(
      view.usage.map((usage) => [
        usage.scope,
        { ...toUsage(usage), concurrent: Number(usage.concurrent) },
      ]),
    ),
    base_policy: toStated(view.basePolicy),
    effective_policy: toStated(view.effectivePolicy),
    tier_override: toOverride(view),
    grants: view.grants.map(toGrant),
    current_usage: toCurrentUsage(view),
    reset_windows: toResetWindows(view),
    limits: view.limits.map(toLimitLine),
    recent_denials: view.recentDenials.map(({ at, turnId, bundleId, denials, funding }) => ({
      at: at.toISOString(),
      turn_id: turnId,
      bundle_id: bundleId,
      denials: denials.map(toStoredDenial),
      funding: funding.map(toFunding),
    })),
    remaining: toRemaining(view.remaining),
  };
}

/** A breakdown under the guides' names. */
export function toBudgetBreakdown(view: BreakdownView): BudgetBreakdown {
  const { projectFunding } = view;
  return {
    ...toQuotaBreakdown(view),
    project_funding: {
      applies: projectFunding.applies,
      available_usd: usdOrNull(projectFunding.availableMicroUsd),
      overdraft_limit_usd: usdOrNull(projectFunding.overdraftMicroUsd),
    },
    lifetime_credits: toLifetimeCredits(view),
    subscription_balance:
      view.subscription &&
      toSubscriptionBalance(view.subscription, {
        model: view.referenceModel,
        pricePicoUsd: view.referencePricePicoUsd,
      }),
    active_reservations: view.holds.map(toReservation),
  };
}

function toUsage(usage: UsageView) {
  return {
    requests_today: Number(usage.requestsToday),
    requests_this_month: Number(usage.requestsThisMonth),
    requests_total: Number(usage.requestsTotal),
    tokens_today: Number(usage.tokensToday),
    tokens_this_hour: Number(usage.tokensThisHour),
    tokens_this_month: Number(usage.tokensThisMonth),
    tokens_reserved: Number(usage.tokensHeld),
  };
}

function toCurrentUsage({ usage }: BreakdownView): QuotaBreakdown['current_usage'] {
  const project = usage.find(({ scope }) => scope === everyBundle);
  if (project === undefined) throw new Error('A breakdown is always given for the whole project.');
  return {
    ...toUsage(project),
    tokens_today_usd: usdNumber(project.tokensTodayMicroUsd),
    tokens_this_month_usd: usdNumber(project.tokensThisMonthMicroUsd),
    concurrent: Number(project.concurrent),
  };
}

/** Of the bundle that was asked about, else of the whole project. */
function toResetWindows({
  resetWindows,
  bundleId,
}: BreakdownView): QuotaBreakdown['reset_windows'] {
  const windows = resetWindows.find(({ scope }) => scope === bundleId) ?? resetWindows[0];
  if (windows === undefined) return null;
  return {
    bundle_id: windows.scope,
    hour_reset_at: instantOrNull(windows.hourResetAt),
    day_reset_at: instantOrNull(windows.dayResetAt),
    month_reset_at: instantOrNull(windows.monthResetAt),
  };
}

function toStated({ limits, usd }: StatedLimits): QuotaBreakdown['base_policy'] {
  return {
    ...toLimits(limits, ''),
    usd_per_hour: usdOrNull(usd.usdPerHour),
    usd_per_day: usdOrNull(usd.usdPerDay),
    usd_per_month: usdOrNull(usd.usdPerMonth),
  };
}

function toOverride({ override }: BreakdownView): QuotaBreakdown['tier_override'] {
  if (override === null) return null;
  return {
    active: override.active,
    expired: override.expired,
    expires_at: instantOrNull(override.expiresAt),
    limits: toStated(override),
    grant: {
      id: override.grantId,
      amount_usd: usdOrNull(override.purchaseAmountMicroUsd),
      notes: override.notes,
    },
  };
}

function toGrant(grant: GrantLine): QuotaBreakdown['grants'][number] {
  const set = limitFields.flatMap((field) => {
    const value = grant.limits[field];
    return value === undefined ? [] : [[limitNames[field], countOrNull(value)]];
  });
  return {
    grant_id: grant.grantId,
    mode: grant.mode,
    bundle_id: grant.bundleId,
    limits: Object.fromEntries(set),
    source: grant.source,
    purchase_id: grant.purchaseId,
    purchase_amount_usd: usdOrNull(grant.purchaseAmountMicroUsd),
    notes: grant.notes,
    is_active: grant.isActive,
    is_expired: grant.isExpired,
    expires_at: grant.expiresAtMs === null ? null : new Date(grant.expiresAtMs).toISOString(),
    created_at: new Date(grant.createdAtMs).toISOString(),
  };
}

function toLimitLine(line: LimitLine): QuotaBreakdown['limits'][number] {
  return {
    limit: limitNames[line.limit],
    scope: line.scope,
    window: line.window,
    base: countOrNull(line.base),
    added: Number(line.added),
    effective: countOrNull(line.effective),
    used: Number(line.used),
    held: Number(line.held),
    remaining: countOrNull(line.remaining),
    over: Number(line.over),
    percent: line.percent,
    resets_at: instantOrNull(line.resetsAt),
    binds_at: instantOrNull(line.bindsAt),
  };
}

function toRemaining({ limits, ...remaining }: RemainingView): QuotaBreakdown['remaining'] {
  return {
    max_concurrent: countOrNull(limits.maxConcurrent),
    requests_today: countOrNull(limits.requestsPerDay),
    requests_this_month: countOrNull(limits.requestsPerMonth),
    requests_total: countOrNull(limits.totalRequests),
    tokens_this_hour: countOrNull(limits.tokensPerHour),
    tokens_today: countOrNull(limits.tokensPerDay),
    tokens_this_month: countOrNull(limits.tokensPerMonth),
    tokens_today_usd: usdOrNull(remaining.tokensTodayMicroUsd),
    tokens_this_month_usd: usdOrNull(remaining.tokensThisMonthMicroUsd),
    percentage_used: remaining.percentageUsed,
  };
}

function toLifetimeCredits({
  wallet,
  referenceModel,
}: BreakdownView): BudgetBreakdown['lifetime_credits'] {
  if (wallet === null) return null;
  const { purchase_amount_usd: _, ...amounts } = toLifetimeBudget(wallet, referenceModel);
  return {
    has_lifetime_credits: true,
    ...amounts,
    lifetime_usd_purchased: usdNumber(wallet.purchasedMicroUsd),
    last_purchase: {
      id: wallet.lastPurchase?.id ?? null,
      amount_usd: usdOrNull(wallet.lastPurchase?.amountMicroUsd ?? null),
      notes: wallet.lastPurchase?.notes ?? null,
    },
  };
}

/** A hold of a live turn: nothing of it is spent before the turn settles. */
function toReservation(hold: HoldLine): BudgetBreakdown['active_reservations'][number] {
  return {
    reservation_id: hold.holdId,
    bundle_id: hold.bundleId,
    source: hold.source,
    tokens_reserved: Number(hold.tokensHeld),
    tokens_used: 0,
    reserved_usd: usdNumber(hold.heldMicroUsd),
    spent_usd: 0,
    status: 'active',
    expires_at: hold.expiresAt.toISOString(),
    created_at: hold.createdAt.toISOString(),
    updated_at: hold.createdAt.toISOString(),
    notes: null,
  };
}
