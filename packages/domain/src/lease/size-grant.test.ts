import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minBigint } from '../money/divide.ts';
import { availableOf, type QuotaAccount, sizeGrant } from './size-grant.ts';

const mib = 1024n * 1024n;
const amount = fc.bigInt({ min: 0n, max: 2n ** 62n });

/** An account with a plane's own remainder among what is held. */
const situation = fc.record({
  limit: fc.option(amount),
  used: amount,
  othersHold: amount,
  oldRemainder: amount,
  desired: amount,
  planes: fc.integer({ min: 1, max: 1_000 }),
});

function grantOf({ limit, used, othersHold, oldRemainder, desired, planes }: Situation) {
  const account: QuotaAccount = { limit, used, held: othersHold + oldRemainder };
  const grant = sizeGrant(account, {
    dimension: 'bandwidth',
    desired,
    usefulMin: 0n,
    oldRemainder,
    planes,
  });
  return { account, grant };
}

type Situation = typeof situation extends fc.Arbitrary<infer Value> ? Value : never;

describe('the size of a grant (rule D6)', () => {
  it('is never more than asked, nor more than what is available with the own remainder', () => {
    fc.assert(
      fc.property(situation, (asked) => {
        const { account, grant } = grantOf(asked);
        const left = availableOf(account);
        expect(grant.granted >= 0n && grant.granted <= asked.desired).toBe(true);
        if (left !== null && grant.granted > 0n) {
          expect(grant.granted <= left + asked.oldRemainder).toBe(true);
        }
      }),
    );
  });

  it('keeps a plane at least what it had, as far as it asks for it and the limit allows', () => {
    fc.assert(
      fc.property(situation, (asked) => {
        const { account, grant } = grantOf(asked);
        const left = availableOf(account);
        fc.pre(left === null || left >= 0n);
        const kept = minBigint(asked.desired, asked.oldRemainder);
        expect(grant.granted >= kept).toBe(true);
      }),
    );
  });

  it('says granted exactly when all was granted', () => {
    fc.assert(
      fc.property(situation, (asked) => {
        const { grant } = grantOf(asked);
        const isWhole = grant.granted === asked.desired;
        expect(grant.outcome === 'granted').toBe(isWhole);
        expect(grant.outcome === 'exhausted').toBe(!isWhole && grant.granted === 0n);
      }),
    );
  });

  const asking = {
    dimension: 'bandwidth',
    desired: 100n * mib,
    usefulMin: 0n,
    oldRemainder: 0n,
  } as const;

  it('is half of what is left, divided by the planes at work', () => {
    const account = { limit: 400n * mib, used: 0n, held: 0n };
    expect(sizeGrant(account, { ...asking, planes: 4 }).granted).toBe(50n * mib);
  });

  it('gives all of the rest to the first who asks, when a share would be of no use', () => {
    const account = { limit: 20n * mib, used: 10n * mib, held: 0n };
    expect(sizeGrant(account, { ...asking, planes: 8 })).toEqual({
      granted: 10n * mib,
      outcome: 'partial',
      reason: 'partial_available',
    });
  });

  it('tells a quota that is used up from one that others hold', () => {
    const reasonOf = (account: QuotaAccount) => sizeGrant(account, { ...asking, planes: 1 }).reason;
    expect(reasonOf({ limit: mib, used: mib, held: 0n })).toBe('quota_exhausted');
    expect(reasonOf({ limit: mib, used: 0n, held: mib })).toBe('fully_leased');
    expect(reasonOf({ limit: null, used: mib, held: mib })).toBe('ok');
  });
});
