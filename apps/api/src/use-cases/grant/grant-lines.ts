import { everyBundle } from '@purser/domain/plan/plan';
import type { ProjectRules } from '@purser/domain/plan/project-rules';
import { type PolicyUser, userPolicies } from '@purser/domain/plan/user-policies';
import { changedFields, limitNames } from '@purser/domain/quota/limits';
import type { ChangeLine } from '@purser/schema/contract/request-context';
import type { GrantRecord } from '../../ports/grant-store.ts';
import { limitText } from '../command/change-lines.ts';

/** What decides a user's limits beside a grant that is about to be made. */
export type DecidedBy = { readonly rules: ProjectRules; readonly user: PolicyUser };

/**
 * What a grant makes of a user's limits, in every scope where it counts: the effective limit before,
 * what the grant adds or sets, and the effective limit after (rule P6).
 */
export function grantLines(
  { rules, user }: DecidedBy,
  grant: GrantRecord,
  nowMs: number,
): readonly ChangeLine[] {
  const { bundleId, mode } = grant;
  const limits = Object.fromEntries(grant.fields.map((field) => [field, grant.limits[field]]));
  const made = {
    grantId: grant.id,
    bundleId,
    mode,
    limits,
    createdAtMs: nowMs,
    expiresAtMs: grant.expiresAt?.getTime() ?? null,
    revokedAtMs: null,
  };
  const policiesOf = (grants: PolicyUser['grants']) =>
    userPolicies({ nowMs, bundleId, user: { ...user, grants }, rules }).policies;
  const after = policiesOf([...user.grants, made]);
  return policiesOf(user.grants).flatMap((before, index) =>
    changedFields(limits).map((field) => ({
      label: limitIn(limitNames[field], before.scope),
      before: limitText(before.limits[field]),
      change: `${mode === 'add' ? '+' : '= '}${limitText(grant.limits[field])}`,
      after: limitText(after[index]?.limits[field] ?? null),
    })),
  );
}

function limitIn(name: string, scope: string): string {
  return scope === everyBundle ? name : `${name} in ${scope}`;
}
