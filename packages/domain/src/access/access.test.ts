import { describe, expect, it } from 'vitest';
import { may, mayReadUser, userTokenPermissions } from './may.ts';
import { isPermission, permissions } from './permissions.ts';
import { isRole, permissionsOfRoles, roles, rolesByPermission } from './roles.ts';
import { isServiceScope, permissionsOfScopes, serviceScopes } from './service-scopes.ts';

describe('the permission table (rule A6)', () => {
  it('lets the super-admin do everything but pose as a user', () => {
    const all = permissionsOfRoles(['super-admin']);
    expect(permissions.filter((permission) => !all.has(permission))).toEqual(['self']);
  });

  it('gives every permission but self to some role', () => {
    const orphans = permissions.filter((permission) => rolesByPermission[permission].length === 0);
    expect(orphans).toEqual(['self']);
  });

  it('lets viewers read and nothing else', () => {
    const held = [...permissionsOfRoles(['viewer'])];
    expect(held.length).toBeGreaterThan(0);
    expect(held.every((permission) => permission.endsWith(':read'))).toBe(true);
  });

  it('keeps money with finance, people with support, rules and keys with admins', () => {
    const can = (role: (typeof roles)[number]) => permissionsOfRoles([role]);
    expect([can('finance').has('wallet:write'), can('support').has('wallet:write')]).toEqual([
      true,
      false,
    ]);
    expect([can('support').has('grant:write'), can('finance').has('grant:write')]).toEqual([
      true,
      false,
    ]);
    expect([can('admin').has('key:manage'), can('finance').has('key:manage')]).toEqual([
      true,
      false,
    ]);
    expect([can('admin').has('plan:write'), can('support').has('plan:write')]).toEqual([
      true,
      false,
    ]);
  });

  it('keeps people of the portal out of the operators’ side', () => {
    const held = [...permissionsOfRoles(['owner', 'member'])];
    expect(held.every((permission) => permission.startsWith('portal:'))).toBe(true);
  });

  it('gives several roles what each of them gives, and no role nothing', () => {
    const both = permissionsOfRoles(['finance', 'support']);
    expect(both.has('wallet:write') && both.has('grant:write')).toBe(true);
    expect(permissionsOfRoles([]).size).toBe(0);
  });

  it('knows its own words only', () => {
    expect(roles.every(isRole) && permissions.every(isPermission)).toBe(true);
    expect([isRole('root'), isPermission('plan:destroy'), isServiceScope('admin:')]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('the scopes of service keys (rule A6)', () => {
  it('let an AI app operate turns and change nothing else', () => {
    expect([...permissionsOfScopes(['turns'])].sort()).toEqual([
      'health:read',
      'turn:operate',
      'turn:read',
    ]);
  });

  it('read without writing, and without audit log and keys', () => {
    const held = [...permissionsOfScopes(['read'])];
    expect(held.every((permission) => permission.endsWith(':read'))).toBe(true);
    expect(held).not.toContain('audit:read');
    expect(held).not.toContain('key:read');
  });

  it('give all of an area to admin:<area>, and every area to admin:*', () => {
    expect([...permissionsOfScopes(['admin:grant'])].sort()).toEqual(['grant:read', 'grant:write']);
    const everything = permissionsOfScopes(['admin:*']);
    for (const scope of serviceScopes.filter((candidate) => candidate.startsWith('admin:'))) {
      for (const permission of permissionsOfScopes([scope]))
        expect(everything.has(permission)).toBe(true);
    }
    expect(everything.has('self')).toBe(false);
  });

  it('are never empty', () => {
    expect(serviceScopes.filter((scope) => permissionsOfScopes([scope]).size === 0)).toEqual([]);
    expect(serviceScopes.every(isServiceScope)).toBe(true);
  });
});

describe('a user token (rule A7)', () => {
  const token = { permissions: userTokenPermissions, selfUserId: 'u' };

  it('reads its own user’s data and nobody else’s', () => {
    expect(mayReadUser(token, 'wallet:read', 'u')).toBe(true);
    expect(mayReadUser(token, 'wallet:read', 'v')).toBe(false);
    expect(mayReadUser({ permissions: userTokenPermissions }, 'wallet:read', 'u')).toBe(false);
  });

  it('may do nothing that is not its own', () => {
    expect(permissions.filter((permission) => may(token, permission))).toEqual(['self']);
  });

  it('is not needed by somebody who may read every user', () => {
    const viewer = { permissions: permissionsOfRoles(['viewer']) };
    expect(mayReadUser(viewer, 'wallet:read', 'anybody')).toBe(true);
  });
});
