import type { UserView } from '@purser/schema/contract/views';
import type { UserRecord } from '../../ports/user-store.ts';
import { changeLines } from '../command/change-lines.ts';
import type { CommandDefinition } from '../command/run-command.ts';
import { decideUserChange } from './change-user.ts';
import { type LoadedUser, lockUser } from './load-user.ts';

type Input = { readonly userId: string };

/** Denies every new turn of a user; what runs may end. A second suspension changes only its reason. */
export const suspendUser: CommandDefinition<Input, LoadedUser, UserRecord, UserView> = {
  operation: 'suspend-user',
  load: lockUser,
  decide: (loaded, _input, moment) => {
    const { user } = loaded;
    const after = {
      ...user,
      suspendedAt: user.suspendedAt ?? moment.now,
      suspendedReason: moment.reason,
    };
    const changes = changeLines([
      { label: 'status', before: statusOf(user), after: 'suspended' },
      { label: 'suspension reason', before: user.suspendedReason, after: moment.reason },
    ]);
    return decideUserChange(loaded, after, changes, moment);
  },
  apply: async (stores, { id, suspendedAt, suspendedReason }, moment) => {
    const suspension = { at: suspendedAt ?? moment.now, reason: suspendedReason ?? moment.reason };
    await stores.users.setSuspension(id, suspension);
    return undefined;
  },
};

/** Lets a suspended user start turns again. */
export const resumeUser: CommandDefinition<Input, LoadedUser, UserRecord, UserView> = {
  operation: 'resume-user',
  load: lockUser,
  decide: (loaded, _input, moment) => {
    const { user } = loaded;
    const after = { ...user, suspendedAt: null, suspendedReason: null };
    const changes = changeLines([{ label: 'status', before: statusOf(user), after: 'active' }]);
    return decideUserChange(loaded, after, changes, moment);
  },
  apply: async (stores, { id }) => {
    await stores.users.setSuspension(id, null);
    return undefined;
  },
};

function statusOf(user: UserRecord): string {
  return user.suspendedAt === null ? 'active' : 'suspended';
}
