import { isRole, permissionsOfRoles, type Role, roles } from '@purser/domain/access/roles';
import type { Caller, ProjectScope } from '@purser/schema/contract/request-context';
import type { Membership, VerifiedPerson } from '../../ports/people.ts';

/**
 * The roles a person has in one tenant: a super-admin's everywhere; other roles of the token in the
 * tenants the token names, or, where the issuer names none, in the operator's own tenant; and what
 * invitations gave.
 */
export function rolesIn(
  scope: ProjectScope,
  person: VerifiedPerson,
  { memberships, homeTenant }: { memberships: readonly Membership[]; homeTenant: string },
): readonly Role[] {
  const named = person.tenants ?? [homeTenant];
  const isNamed = named.some((name) => isTenant(scope, name));
  const fromToken = person.roles.filter(
    (role) => isRole(role) && (isNamed || role === 'super-admin'),
  );
  const fromInvitations = memberships
    .filter(({ tenantId }) => tenantId === null || tenantId === scope.tenantId)
    .map(({ role }) => role);
  const held = new Set([...fromToken, ...fromInvitations]);
  return roles.filter((role) => held.has(role));
}

/** A person as a caller; the roles are theirs in the tenant of the request, the widest first. */
export function callerOf(person: VerifiedPerson, held: readonly Role[]): Caller {
  return {
    kind: 'person',
    id: `person:${person.subject}`,
    name: person.email ?? person.name,
    role: held[0] ?? 'none',
    permissions: permissionsOfRoles(held),
  };
}

function isTenant(scope: ProjectScope, name: string): boolean {
  return name === scope.tenantSlug || name.toLowerCase() === scope.tenantUuid;
}
