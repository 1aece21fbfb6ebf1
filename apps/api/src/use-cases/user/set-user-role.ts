import type { SetUserRole } from '@purser/schema/contract/inputs';
import type { UserView } from '@purser/schema/contract/views';
import type { UserRecord } from '../../ports/user-store.ts';
import { changeLines } from '../command/change-lines.ts';
import type { CommandDefinition } from '../command/run-command.ts';
import { decideUserChange } from './change-user.ts';
import { type LoadedUser, lockUser } from './load-user.ts';
import { planOf } from './user-view.ts';

/** Gives a user another role, and with it the plan the role chooses (rule P7). */
export const setUserRole: CommandDefinition<SetUserRole, LoadedUser, UserRecord, UserView> = {
  operation: 'set-user-role',
  load: lockUser,
  decide: (loaded, { role }, moment) => {
    const { user, facts, subscription } = loaded;
    const plan = (of: UserRecord['role']) =>
      planOf({ role: of, subscription }, facts, moment.nowMs).planId;
    const changes = changeLines([
      { label: 'role', before: user.role, after: role },
      { label: 'plan', before: plan(user.role), after: plan(role) },
    ]);
    return decideUserChange(loaded, { ...user, role }, changes, moment);
  },
  apply: async (stores, { id, role }) => {
    await stores.users.setRole(id, role);
    return undefined;
  },
};
