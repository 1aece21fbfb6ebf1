import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeLimits, type LimitChanges, limitFields, unlimited } from '../quota/limits.ts';
import { type EffectivePolicy, effectivePolicy, type Grant } from './effective-policy.ts';

const nowMs = 1_000_000;

function grant(grantId: string, limits: LimitChanges, more: Partial<Grant> = {}): Grant {
  return {
    grantId,
    bundleId: '*',
    mode: 'add',
    limits,
    createdAtMs: 0,
    expiresAtMs: null,
    revokedAtMs: null,
    ...more,
  };
}

function effective(
  grants: readonly Grant[],
  {
    base = { requestsPerDay: 10n },
    scope = '*',
    bundleId = '*',
    at = nowMs,
  }: { base?: LimitChanges; scope?: string; bundleId?: string; at?: number } = {},
): EffectivePolicy {
  return effectivePolicy({
    base: { scope, limits: changeLimits(unlimited, base), windows: {}, version: 1 },
    bundleId,
    grants,
    nowMs: at,
  });
}

describe('the effective policy (rule P6)', () => {
  it('adds every active add grant to the plan, each shown', () => {
    const policy = effective([
      grant('a', { requestsPerDay: 50n }),
      grant('b', { requestsPerDay: 5n }),
    ]);
    expect(policy.arithmetic.requestsPerDay).toEqual({
      base: 10n,
      replacedBy: null,
      added: [
        { grantId: 'a', amount: 50n },
        { grantId: 'b', amount: 5n },
      ],
      effective: 65n,
    });
    expect(policy).toMatchObject({ grantIds: ['a', 'b'], usedReplenishment: true });
  });

  it('lets the newest replace that sets a field replace the plan, and adds on top of it', () => {
    const policy = effective([
      grant('new', { requestsPerDay: 20n }, { mode: 'replace', createdAtMs: 2 }),
      grant('old', { requestsPerDay: 99n, tokensPerDay: 7n }, { mode: 'replace', createdAtMs: 1 }),
      grant('more', { requestsPerDay: 3n }),
    ]);
    expect(policy.limits.requestsPerDay).toBe(23n);
    expect(policy.limits.tokensPerDay).toBe(7n);
    expect(policy.arithmetic.requestsPerDay.replacedBy).toEqual({ grantId: 'new', value: 20n });
    expect(policy.grantIds).toEqual(['more', 'old', 'new']);
  });

  it('keeps unlimited unlimited whatever is added, and names no grant for it', () => {
    const added = effective([grant('a', { tokensPerDay: 5n })]);
    expect(added).toMatchObject({ grantIds: [], usedReplenishment: false });
    expect(added.limits.tokensPerDay).toBeNull();
    const replaced = effective([
      grant('r', { requestsPerDay: null }, { mode: 'replace' }),
      grant('a', { requestsPerDay: 5n }),
    ]);
    expect(replaced.limits.requestsPerDay).toBeNull();
    expect(replaced.grantIds).toEqual(['r']);
  });

  it('ends a grant exactly at its expiry and at its revocation', () => {
    const expiring = grant('a', { requestsPerDay: 5n }, { expiresAtMs: nowMs });
    expect(effective([expiring], { at: nowMs - 1 }).limits.requestsPerDay).toBe(15n);
    expect(effective([expiring], { at: nowMs }).limits.requestsPerDay).toBe(10n);
    const revoked = grant('a', { requestsPerDay: 5n }, { revokedAtMs: nowMs });
    expect(effective([revoked], { at: nowMs }).limits.requestsPerDay).toBe(10n);
  });

  it('does not let an ended replace leak into an older one or into adds', () => {
    const policy = effective([
      grant('old', { requestsPerDay: 20n }, { mode: 'replace', createdAtMs: 1 }),
      grant('ended', { requestsPerDay: 999n }, { mode: 'replace', createdAtMs: 2, expiresAtMs: 3 }),
      grant('revoked', { requestsPerDay: 999n }, { revokedAtMs: 3 }),
    ]);
    expect(policy.limits.requestsPerDay).toBe(20n);
    expect(policy.grantIds).toEqual(['old']);
  });

  it('applies a bundle grant to that bundle and to * as its turns see it, nowhere else', () => {
    const grants = [grant('b', { requestsPerDay: 5n }, { bundleId: 'b' })];
    const seen = (scope: string, bundleId: string) =>
      effective(grants, { scope, bundleId }).limits.requestsPerDay;
    expect(seen('*', 'b')).toBe(15n);
    expect(seen('b', 'b')).toBe(15n);
    expect(seen('*', 'c')).toBe(10n);
    expect(seen('c', 'c')).toBe(10n);
    expect(seen('*', '*')).toBe(10n);
  });

  it('applies a * grant to every scope', () => {
    const grants = [grant('a', { requestsPerDay: 5n })];
    expect(effective(grants, { scope: 'b', bundleId: 'b' }).limits.requestsPerDay).toBe(15n);
    expect(effective(grants).limits.requestsPerDay).toBe(15n);
  });

  it('gives the same limits whatever the order of the rows', () => {
    const some = fc.array(
      fc.record({
        grantId: fc.uuid(),
        bundleId: fc.constantFrom('*', 'b', 'c'),
        mode: fc.constantFrom('add' as const, 'replace' as const),
        limits: fc.record(
          { requestsPerDay: fc.bigInt(0n, 9n), tokensPerDay: fc.bigInt(0n, 9n) },
          { requiredKeys: [] },
        ),
        createdAtMs: fc.integer({ min: 0, max: 3 }),
        expiresAtMs: fc.option(fc.integer({ min: 0, max: 2 * nowMs }), { nil: null }),
        revokedAtMs: fc.option(fc.integer({ min: 0, max: 2 * nowMs }), { nil: null }),
      }),
      { maxLength: 6 },
    );
    const shuffled = some.chain((grants) =>
      fc.tuple(fc.constant(grants), fc.shuffledSubarray(grants, { minLength: grants.length })),
    );
    fc.assert(
      fc.property(shuffled, ([grants, other]) => {
        expect(effective(other, { bundleId: 'b' })).toEqual(effective(grants, { bundleId: 'b' }));
        for (const field of limitFields) {
          const {
            base,
            replacedBy,
            added,
            effective: result,
          } = effective(grants).arithmetic[field];
          const start = replacedBy === null ? base : replacedBy.value;
          const sum = added.reduce((total, { amount }) => total + amount, 0n);
          expect(result).toBe(start === null ? null : start + sum);
        }
      }),
    );
  });
});
