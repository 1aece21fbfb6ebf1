import type { Permission } from '@purser/domain/access/permissions';
import type { DenialReason } from '../../../lib/denials.ts';
import type { UserDialog } from '../urls.ts';

export type Remedy = {
  /** The dialog of User 360, or `period` for the top-up of the user's period. */
  readonly dialog: UserDialog | 'period';
  readonly label: string;
  readonly permission: Permission;
};

const grantTrial: Remedy = {
  dialog: 'grant-trial',
  label: 'Grant a trial',
  permission: 'grant:write',
};
const topUp: Remedy = { dialog: 'top-up', label: 'Top up limits', permission: 'grant:write' };
const override: Remedy = {
  dialog: 'override',
  label: 'Override limits',
  permission: 'grant:write',
};
const addMoney: Remedy = {
  dialog: 'add-credits',
  label: 'Add wallet credits',
  permission: 'wallet:write',
};
const topUpPeriod: Remedy = {
  dialog: 'period',
  label: 'Top up the period',
  permission: 'subscription:write',
};
const resume: Remedy = { dialog: 'resume', label: 'Resume the user', permission: 'user:write' };

/** What an operator can do for this user about these reasons; a provider's budget is nobody's own. */
export function remediesFor(
  reasons: readonly Pick<DenialReason, 'reason' | 'limit'>[],
): readonly Remedy[] {
  return [...new Set(reasons.flatMap(remediesOf))];
}

function remediesOf({ reason, limit }: Pick<DenialReason, 'reason' | 'limit'>): readonly Remedy[] {
  switch (reason) {
    case 'suspended':
      return [resume];
    case 'rate_limited':
      // A trial adds to the day's limits only; it would not help against any other.
      return isOfTheDay(limit) ? [grantTrial, topUp, override] : [topUp, override];
    case 'subscription_exhausted':
      return [topUpPeriod, addMoney];
    case 'no_funding_source':
    case 'wallet_insufficient':
    case 'project_budget_exhausted':
      return [addMoney];
    default:
      return [];
  }
}

function isOfTheDay(limit: string | null): boolean {
  return limit !== null && /^(requests|tokens)_?per_?day$/i.test(limit);
}
