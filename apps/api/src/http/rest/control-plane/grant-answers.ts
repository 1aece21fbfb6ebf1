import { limitFields, unlimited } from '@purser/domain/quota/limits';
import type { UserGrantTotals } from '@purser/schema/contract/inputs';
import type {
  ReplenishmentMade,
  Revoked,
  UserCredits,
  UsersWithCredits,
} from '@purser/schema/contract/rest/replenishment-answers';
import type { GrantView, LimitValues } from '@purser/schema/contract/views';
import { countOrNull, instantOrNull, toLimits, usdOrNull } from './amounts.ts';

/** A grant that was just made, under the guide's names. */
export function toReplenishment(grant: GrantView, message: string): ReplenishmentMade {
  return {
    status: 'ok',
    message,
    replenishment: {
      grant_id: grant.id,
      user_id: grant.userId,
      bundle_id: grant.bundleId,
      ...toLimits(setLimits(grant), 'additional_'),
      expires_at: instantOrNull(grant.expiresAt),
      purchase_id: grant.purchaseId,
      purchase_amount_usd: usdOrNull(grant.purchaseAmountMicroUsd),
      notes: grant.notes,
    },
  };
}

/** A grant in a list, under the guide's names. */
export function toCredit(grant: GrantView): UserCredits['credits'][number] {
  return {
    grant_id: grant.id,
    bundle_id: grant.bundleId,
    ...toLimits(setLimits(grant), 'additional_'),
    expires_at: instantOrNull(grant.expiresAt),
    purchase_id: grant.purchaseId,
    purchase_amount_usd: usdOrNull(grant.purchaseAmountMicroUsd),
    purchase_notes: grant.notes,
    is_expired: grant.isExpired,
    is_active: grant.isActive,
    created_at: grant.createdAt.toISOString(),
  };
}

export function toUserWithCredits(totals: UserGrantTotals): UsersWithCredits['users'][number] {
  return {
    user_id: totals.userId,
    credit_count: totals.grantCount,
    total_additional_requests_per_day: countOrNull(totals.requestsPerDay),
    total_additional_tokens_per_day: countOrNull(totals.tokensPerDay),
    earliest_expiry: instantOrNull(totals.earliestExpiry),
    latest_purchase: instantOrNull(totals.latestPurchase),
  };
}

export function toRevoked({
  userId,
  grantIds,
}: {
  readonly userId: string;
  readonly grantIds: readonly string[];
}): Revoked {
  const deactivated = grantIds.length;
  const message =
    deactivated === 0 ? 'Nothing was active' : `Deactivated ${deactivated} of the user's grants`;
  return { status: 'ok', message, user_id: userId, deactivated, grant_ids: [...grantIds] };
}

/** Only the limits a grant sets count; the others read as null. */
function setLimits({ fields, limits }: GrantView): LimitValues {
  const set = limitFields.map((field) => [field, fields.includes(field) ? limits[field] : null]);
  return { ...unlimited, ...Object.fromEntries(set) };
}
