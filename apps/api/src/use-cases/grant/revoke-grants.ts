import { accepted, rejected } from '@purser/domain/outcome';
import { limitNames } from '@purser/domain/quota/limits';
import type { RevokeGrants } from '@purser/schema/contract/inputs';
import type { GrantRecord } from '../../ports/grant-store.ts';
import type { Stores } from '../../ports/unit-of-work.ts';
import type { UserRecord } from '../../ports/user-store.ts';
import { limitText } from '../command/change-lines.ts';
import type { CommandDefinition, Moment } from '../command/run-command.ts';

type State = { readonly user: UserRecord | null; readonly active: readonly GrantRecord[] };
type Value = { readonly userId: string; readonly grantIds: readonly string[] };

/**
 * Ends grants before their time: one, all add grants of a user in a bundle, or all replace grants of
 * a user (rule P6). Ending what has ended already changes nothing.
 */
export const revokeGrants: CommandDefinition<RevokeGrants, State, readonly string[], Value> = {
  operation: 'revoke-grants',
  load: (stores, input, moment) =>
    'grantId' in input ? loadOne(stores, input.grantId, moment) : loadAll(stores, input, moment),
  decide: ({ user, active }, input) => {
    if (user === null && 'grantId' in input) {
      return rejected({ code: 'not_found' as const, message: 'There is no such grant.' });
    }
    const grantIds = active.map(({ id }) => id);
    return accepted({
      change: grantIds,
      preview: { userId: user?.externalId ?? userIdOf(input), grantIds },
      changes: active.map((grant) => ({ label: grant.id, before: grantText(grant), after: null })),
      audit: {
        targetType: 'user',
        targetId: String(user?.id ?? ''),
        before: active,
        after: null,
      },
      affects: user === null ? ('nobody' as const) : { userId: user.id },
      unchanged: grantIds.length === 0,
    });
  },
  apply: async (stores, grantIds, moment) => {
    await stores.grants.revoke(grantIds, moment.now, moment.actor);
    return undefined;
  },
};

async function loadOne(stores: Stores, grantId: string, moment: Moment): Promise<State> {
  const grant = await stores.grants.find(grantId);
  if (grant === null) return { user: null, active: [] };
  return {
    user: await stores.users.byId(grant.userId),
    active: await stores.grants.lockActive({ grantId }, moment.now),
  };
}

async function loadAll(
  stores: Stores,
  input: Exclude<RevokeGrants, { grantId: string }>,
  moment: Moment,
): Promise<State> {
  const user = await stores.users.find(input.userId);
  if (user === null) return { user, active: [] };
  const selection = { ...input, userId: user.id };
  return { user, active: await stores.grants.lockActive(selection, moment.now) };
}

function userIdOf(input: RevokeGrants): string {
  return 'userId' in input ? input.userId : '';
}

function grantText({ mode, fields, limits }: GrantRecord): string {
  return fields
    .map(
      (field) => `${limitNames[field]} ${mode === 'add' ? '+' : '= '}${limitText(limits[field])}`,
    )
    .join(', ');
}
