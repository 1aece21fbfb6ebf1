import { type Permission, permissions } from './permissions.ts';

/** Operators of a tenant, the super-admin of all tenants, and the people of the customer portal. */
export const roles = [
  'super-admin',
  'admin',
  'finance',
  'support',
  'viewer',
  'owner',
  'member',
] as const;

export type Role = (typeof roles)[number];

export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}

const operators: readonly Role[] = ['super-admin', 'admin', 'finance', 'support', 'viewer'];
const auditors: readonly Role[] = ['super-admin', 'admin', 'finance', 'support'];
const financiers: readonly Role[] = ['super-admin', 'admin', 'finance'];
const supporters: readonly Role[] = ['super-admin', 'admin', 'support'];
const admins: readonly Role[] = ['super-admin', 'admin'];
const portal: readonly Role[] = [...operators, 'owner', 'member'];
const portalOwners: readonly Role[] = ['super-admin', 'admin', 'owner'];
const nobody: readonly Role[] = [];

/**
 * The one permission table: who may do what (rule A6). Money belongs to finance, people to support,
 * rules, keys and jobs to admins. `self` belongs to user tokens, never to a role.
 */
export const rolesByPermission: Readonly<Record<Permission, readonly Role[]>> = {
  'plan:read': operators,
  'plan:write': admins,
  'quota:read': operators,
  'quota:write': admins,
  'quota:reset': supporters,
  'grant:read': operators,
  'grant:write': supporters,
  'user:read': operators,
  'user:write': supporters,
  'wallet:read': operators,
  'wallet:write': financiers,
  'subscription:read': operators,
  'subscription:write': financiers,
  'budget:read': operators,
  'budget:write': financiers,
  'price:read': operators,
  'price:write': financiers,
  'project:read': operators,
  'project:write': admins,
  'clock:move': admins,
  'ledger:read': operators,
  'turn:read': operators,
  'turn:operate': admins,
  'audit:read': auditors,
  'event:read': operators,
  'event:write': financiers,
  'job:read': operators,
  'job:run': admins,
  'key:read': admins,
  'key:manage': admins,
  'health:read': operators,
  'payment:create': financiers,
  'user-token:create': admins,
  'tenant:read': operators,
  'tenant:write': admins,
  'portal:read': portal,
  'portal:manage': portalOwners,
  self: nobody,
};

/** Everything a person with these roles may do: the union over the roles. */
export function permissionsOfRoles(held: readonly Role[]): ReadonlySet<Permission> {
  return new Set(
    permissions.filter((permission) =>
      rolesByPermission[permission].some((role) => held.includes(role)),
    ),
  );
}
