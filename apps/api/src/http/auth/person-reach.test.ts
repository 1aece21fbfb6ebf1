import { describe, expect, it } from 'vitest';
import type { VerifiedPerson } from '../../ports/people.ts';
import { testContext } from '../testing/edge-server.ts';
import { callerOf, rolesIn } from './person-reach.ts';

const home = testContext('r').scope;
const acme = {
  ...home,
  tenantId: 2,
  tenantSlug: 'acme',
  tenantUuid: '00000000-0000-4000-8000-000000000002',
};

function person(parts: Partial<VerifiedPerson>): VerifiedPerson {
  return {
    issuer: 'https://id.test',
    subject: 'ada',
    email: 'ada@example.test',
    emailVerified: true,
    name: 'Ada',
    roles: [],
    tenants: null,
    expiresAtMs: 0,
    ...parts,
  };
}

const nothing = { memberships: [], homeTenant: 'home' };

describe('where a person may go', () => {
  it.each([
    ['a role without tenants counts in the home tenant only', { roles: ['admin'] }, ['admin'], []],
    ['a super-admin goes everywhere', { roles: ['super-admin'] }, ['super-admin'], ['super-admin']],
    ['the tenants of the token decide', { roles: ['viewer'], tenants: ['acme'] }, [], ['viewer']],
    [
      'a tenant may be named by its UUID in any case',
      { roles: ['viewer'], tenants: [acme.tenantUuid.toUpperCase()] },
      [],
      ['viewer'],
    ],
    ['an empty list of tenants is none', { roles: ['admin'], tenants: [] }, [], []],
    ['a role that is none of ours gives nothing', { roles: ['root', 'offline_access'] }, [], []],
    ['the widest role comes first', { roles: ['viewer', 'finance'] }, ['finance', 'viewer'], []],
  ])('%s', (_name, parts, inHome, inAcme) => {
    expect(rolesIn(home, person(parts), nothing)).toEqual(inHome);
    expect(rolesIn(acme, person(parts), nothing)).toEqual(inAcme);
  });

  it('an invitation counts in its tenant, or in all of them', () => {
    const memberships = [
      { tenantId: 2, role: 'support' },
      { tenantId: null, role: 'viewer' },
    ];
    expect(rolesIn(home, person({}), { memberships, homeTenant: 'home' })).toEqual(['viewer']);
    expect(rolesIn(acme, person({}), { memberships, homeTenant: 'home' })).toEqual([
      'support',
      'viewer',
    ]);
  });

  it('permissions are the union over the roles', () => {
    const { permissions, role, id } = callerOf(person({}), ['finance', 'support']);
    expect(role).toBe('finance');
    expect(id).toBe('person:ada');
    expect(permissions.has('wallet:write')).toBe(true);
    expect(permissions.has('grant:write')).toBe(true);
    expect(permissions.has('plan:write')).toBe(false);
  });
});
