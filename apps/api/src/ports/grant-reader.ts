import type { GrantFilter, UserGrantTotals, UserSearchText } from '@purser/schema/contract/inputs';
import type { Page, PageRequest, ProjectScope } from '@purser/schema/contract/request-context';
import type { ExpiringView, GrantView } from '@purser/schema/contract/views';

export interface GrantReader {
  /** Newest first; without `includeExpired` only those that count at `now`. */
  list(scope: ProjectScope, filter: GrantFilter & PageRequest, now: Date): Promise<Page<GrantView>>;
  /** Users who have an add grant that counts at `now`, with its sums, in order of their ids. */
  usersWithGrants(
    scope: ProjectScope,
    filter: UserSearchText & PageRequest,
    now: Date,
  ): Promise<Page<UserGrantTotals>>;
  /** Grants and wallet lots with money that end within so many days, soonest first. */
  expiring(
    scope: ProjectScope,
    page: PageRequest & { readonly withinDays: number },
    now: Date,
  ): Promise<Page<ExpiringView>>;
}
