import type { SubscriptionBalance } from '@purser/domain/breakdown/breakdown';
import { usdNumber } from '@purser/domain/money/format-usd';
import { centsHalfEven } from '@purser/domain/money/micro-usd';
import { microUsdToTokensFloor } from '@purser/domain/money/tokens';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type {
  PeriodListAnswer,
  SubscriptionAnswer,
  SubscriptionBalanceAnswer,
} from '@purser/schema/contract/rest/subscription-answers';
import type { PeriodView, SubscriptionView } from '@purser/schema/contract/subscription';
import { instantOrNull, usdOrNull } from './amounts.ts';

/** What states money in tokens, by name and price. */
export type Reference = { readonly model: string; readonly pricePicoUsd: bigint };

/** A subscription under the guide's names. */
export function toSubscription(
  view: SubscriptionView,
  scope: ProjectScope,
): NonNullable<SubscriptionAnswer['subscription']> {
  const { period } = view;
  return {
    tenant: scope.tenantSlug,
    project: scope.projectSlug,
    user_id: view.userId,
    plan_id: view.planId,
    status: view.status,
    monthly_price_cents: Number(centsHalfEven(view.monthlyPriceMicroUsd)),
    started_at: view.startedAt.toISOString(),
    next_charge_at: instantOrNull(view.nextChargeAt),
    last_charged_at: instantOrNull(view.lastChargedAt),
    provider: view.provider,
    stripe_customer_id: view.stripeCustomerId,
    stripe_subscription_id: view.stripeSubscriptionId,
    period_key: period?.key ?? null,
    current_period_start: instantOrNull(period?.startsAt ?? null),
    current_period_end: instantOrNull(period?.endsAt ?? null),
    cancel_at_period_end: view.cancelAtPeriodEnd,
    canceled_at: instantOrNull(view.canceledAt),
    created_at: view.createdAt.toISOString(),
    updated_at: view.updatedAt.toISOString(),
  };
}

/** A subscription's money as the breakdown states it. */
export function balanceOf(view: SubscriptionView): SubscriptionBalance {
  const { period } = view;
  return {
    planId: view.planId,
    provider: view.provider,
    status: view.status,
    active: view.isActive,
    monthlyPriceMicroUsd: view.monthlyPriceMicroUsd,
    periodKey: period?.key ?? null,
    periodStart: period?.startsAt ?? null,
    periodEnd: period?.endsAt ?? null,
    periodStatus: period?.status ?? null,
    balanceMicroUsd: period?.balanceMicroUsd ?? 0n,
    heldMicroUsd: period?.heldMicroUsd ?? 0n,
    availableMicroUsd: period?.availableMicroUsd ?? 0n,
    toppedUpMicroUsd: period?.toppedUpMicroUsd ?? 0n,
    rolledOverMicroUsd: period?.rolledOverMicroUsd ?? 0n,
    spentMicroUsd: period?.spentMicroUsd ?? 0n,
    lifetimeAddedMicroUsd: view.lifetimeAddedMicroUsd,
    lifetimeSpentMicroUsd: view.lifetimeSpentMicroUsd,
    overdraftMicroUsd: view.overdraftMicroUsd,
  };
}

/** The balance of a subscription under the guide's names, in dollars and reference tokens. */
export function toSubscriptionBalance(
  balance: SubscriptionBalance,
  { model, pricePicoUsd }: Reference,
): SubscriptionBalanceAnswer {
  const inTokens = (amount: bigint) => Number(microUsdToTokensFloor(amount, pricePicoUsd));
  return {
    has_subscription: true,
    active: balance.active,
    plan_id: balance.planId,
    provider: balance.provider,
    status: balance.status,
    monthly_price_cents: Number(centsHalfEven(balance.monthlyPriceMicroUsd)),
    period_key: balance.periodKey,
    period_start: instantOrNull(balance.periodStart),
    period_end: instantOrNull(balance.periodEnd),
    period_status: balance.periodStatus,
    balance_usd: usdNumber(balance.balanceMicroUsd),
    reserved_usd: usdNumber(balance.heldMicroUsd),
    available_usd: usdNumber(balance.availableMicroUsd),
    balance_tokens: inTokens(balance.balanceMicroUsd),
    reserved_tokens: inTokens(balance.heldMicroUsd),
    available_tokens: inTokens(balance.availableMicroUsd),
    topup_usd: usdNumber(balance.toppedUpMicroUsd),
    rolled_over_usd: usdNumber(balance.rolledOverMicroUsd),
    spent_usd: usdNumber(balance.spentMicroUsd),
    lifetime_added_usd: usdNumber(balance.lifetimeAddedMicroUsd),
    lifetime_spent_usd: usdNumber(balance.lifetimeSpentMicroUsd),
    overdraft_limit_usd: usdOrNull(balance.overdraftMicroUsd),
    reference_model: model,
  };
}

/** One period under the guide's names. */
export function toPeriod(period: PeriodView): PeriodListAnswer['periods'][number] {
  return {
    period_key: period.key,
    period_start: period.startsAt.toISOString(),
    period_end: period.endsAt.toISOString(),
    status: period.status,
    balance_usd: usdNumber(period.balanceMicroUsd),
    reserved_usd: usdNumber(period.heldMicroUsd),
    available_usd: usdNumber(period.availableMicroUsd),
    topup_usd: usdNumber(period.toppedUpMicroUsd),
    rolled_over_usd: usdNumber(period.rolledOverMicroUsd),
    spent_usd: usdNumber(period.spentMicroUsd),
    closed_at: instantOrNull(period.closedAt),
    created_at: period.createdAt.toISOString(),
    updated_at: period.updatedAt.toISOString(),
    notes: period.notes,
  };
}
