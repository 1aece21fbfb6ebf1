import { accepted } from '@purser/domain/outcome';
import { minuteOf, msOfMinute } from '@purser/domain/quota/window';
import type { UserRecord } from '../../ports/user-store.ts';
import type { CommandDefinition } from '../command/run-command.ts';

type Change = { readonly userId: bigint; readonly minute: number };

/**
 * Starts a user's windows anew: hour and day count from now until their normal end, the month is
 * anchored anew, totals and live holds stay (rule W7).
 */
export const resetUserWindows: CommandDefinition<
  { readonly userId: string },
  UserRecord,
  Change,
  { readonly resetAt: Date }
> = {
  operation: 'reset-user-windows',
  load: (stores, { userId }, moment) => stores.users.lock(userId, moment.now),
  decide: (user, _input, moment) => {
    const minute = minuteOf(moment.nowMs);
    const resetAt = new Date(msOfMinute(minute));
    return accepted({
      change: { userId: user.id, minute },
      preview: { resetAt },
      changes: [{ label: 'windows count from', before: null, after: resetAt.toISOString() }],
      audit: {
        targetType: 'user',
        targetId: String(user.id),
        before: null,
        after: { resetAt },
      },
      affects: { userId: user.id },
    });
  },
  apply: async (stores, { userId, minute }) => {
    await stores.users.resetWindows(userId, minute);
    return undefined;
  },
};
