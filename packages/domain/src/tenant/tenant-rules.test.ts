import { describe, expect, it } from 'vitest';
import { loweredBy } from './change-plan.ts';
import { mayClaimDomain, mayHaveOneMore } from './counted-limits.ts';
import { slugOf, slugPattern } from './slug.ts';
import { reachesEveryTenant } from './tenant-status.ts';

describe('a tenant (rule C1)', () => {
  it.each([
    ['Blumen Müller', 'blumen-muller'],
    ['  --A & B--  ', 'a-b'],
    ['Ёлка', ''],
    ['x'.repeat(80), 'x'.repeat(63)],
    [`${'x'.repeat(62)} y`, 'x'.repeat(62)],
  ])('named %j has the slug %j', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
    expect(slugPattern.test(slug)).toBe(slug !== '');
  });

  it('is reached from the operator’s own tenant, by a super-admin, and by nobody else', () => {
    const from = (tenantSlug: string, role: string) =>
      reachesEveryTenant({ role, tenantSlug, homeSlug: 'home' });
    expect([from('home', 'viewer'), from('acme', 'super-admin')]).toEqual([true, true]);
    expect([from('acme', 'admin'), from('Home', 'admin'), from('', 'owner')]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('what a plan counts (rules C4, C5)', () => {
  it('lets twice as many domains wait as it allows, while fewer are verified', () => {
    expect(mayClaimDomain(1, { verified: 0, pending: 1 })).toBe(true);
    expect(mayClaimDomain(1, { verified: 0, pending: 2 })).toBe(false);
    expect(mayClaimDomain(1, { verified: 1, pending: 0 })).toBe(false);
    expect(mayClaimDomain(0, { verified: 0, pending: 0 })).toBe(false);
    expect(mayClaimDomain(null, { verified: 900, pending: 900 })).toBe(true);
  });

  it('allows one more below its number, and any number without one', () => {
    expect([mayHaveOneMore(2, 1), mayHaveOneMore(2, 2), mayHaveOneMore(null, 2)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('another plan (rule C3)', () => {
  const plan = { bandwidth: 10n, transforms: 10n, storage: 10n };

  it('is a smaller one as soon as it allows less of anything', () => {
    expect(loweredBy(plan, plan)).toEqual([]);
    expect(loweredBy(plan, { ...plan, bandwidth: null })).toEqual([]);
    expect(loweredBy(plan, { bandwidth: 99n, transforms: 9n, storage: null })).toEqual([
      'transforms',
    ]);
    expect(loweredBy({ ...plan, storage: null }, plan)).toEqual(['storage']);
  });
});
