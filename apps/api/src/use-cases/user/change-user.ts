import { accepted } from '@purser/domain/outcome';
import type { ChangeLine } from '@purser/schema/contract/request-context';
import type { UserRecord } from '../../ports/user-store.ts';
import type { Moment } from '../command/run-command.ts';
import type { LoadedUser } from './load-user.ts';
import { userView } from './user-view.ts';

/** The decision of every command that changes a user's own row; nothing happens when nothing differs. */
export function decideUserChange(
  { user: before, facts, subscription }: LoadedUser,
  after: UserRecord,
  changes: readonly ChangeLine[],
  moment: Moment,
) {
  const { externalId: _before, ...beforeFacts } = before;
  const { externalId: _after, ...afterFacts } = after;
  return accepted({
    change: after,
    preview: userView(after, facts, { subscription, now: moment.now }),
    changes,
    audit: {
      targetType: 'user',
      targetId: String(before.id),
      before: beforeFacts,
      after: afterFacts,
    },
    affects: { userId: before.id },
    unchanged: changes.length === 0,
  });
}
