import type {
  BreakdownView,
  BreakdownWallet,
  OverrideView,
} from '@purser/domain/breakdown/breakdown';
import { usdNumber } from '@purser/domain/money/format-usd';
import { changeLimits, unlimited } from '@purser/domain/quota/limits';
import type { Priced } from '@purser/schema/contract/money-views';
import type { OverrideMade, TierBalance } from '@purser/schema/contract/rest/tier-balance-answers';
import type { GrantView } from '@purser/schema/contract/views';
import { instantOrNull, toLimitsWithUsd, usdOrNull } from './amounts.ts';

/** An override as it was made, priced as then; limits it does not set read as null. */
export function toOverrideMade(grant: Priced<GrantView>, message: string): OverrideMade {
  const { reference } = grant;
  const set = Object.fromEntries(grant.fields.map((field) => [field, grant.limits[field]]));
  const limits = changeLimits(unlimited, set);
  const { total_requests: _, ...shown } = toLimitsWithUsd(limits, reference.pricePicoUsd);
  return {
    status: 'ok',
    message,
    user_id: grant.userId,
    ...shown,
    reference_model: reference.model,
    expires_at: instantOrNull(grant.expiresAt),
    grant_id: grant.id,
  };
}

/** What replaces a user's limits, and the prepaid credits, out of the user's breakdown. */
export function toTierBalance(breakdown: BreakdownView): TierBalance {
  const { override, wallet, referenceModel, referencePricePicoUsd } = breakdown;
  const shown = override && toOverride(override, referenceModel, referencePricePicoUsd);
  return {
    status: 'ok',
    user_id: breakdown.userId,
    has_tier_override: shown !== null,
    has_plan_override: shown !== null,
    tier_override: shown,
    plan_override: shown,
    has_lifetime_budget: wallet !== null,
    lifetime_budget: wallet && toLifetimeBudget(wallet, referenceModel),
    message: shown === null && wallet === null ? 'Nothing replaces the limits of this user' : null,
  };
}

function toOverride(
  override: OverrideView,
  referenceModel: string,
  pricePicoUsd: bigint,
): TierBalance['tier_override'] {
  return {
    ...toLimitsWithUsd(override.limits, pricePicoUsd),
    expires_at: instantOrNull(override.expiresAt),
    notes: override.notes,
    is_expired: override.expired,
    reference_model: referenceModel,
  };
}

/** A wallet in reference tokens and dollars. */
export function toLifetimeBudget(
  wallet: BreakdownWallet,
  referenceModel: string,
): NonNullable<TierBalance['lifetime_budget']> {
  return {
    tokens_purchased: Number(wallet.purchasedTokens),
    tokens_consumed: Number(wallet.spentTokens),
    tokens_gross_remaining: Number(wallet.balanceTokens),
    tokens_reserved: Number(wallet.heldTokens),
    tokens_available: Number(wallet.availableTokens),
    available_usd: usdNumber(wallet.availableMicroUsd),
    purchased_usd: usdNumber(wallet.purchasedMicroUsd),
    spent_usd: usdNumber(wallet.spentMicroUsd),
    reserved_usd: usdNumber(wallet.heldMicroUsd),
    purchase_amount_usd: usdOrNull(wallet.lastPurchase?.amountMicroUsd ?? null),
    reference_model: referenceModel,
  };
}
