import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from './canonical-json.ts';
import { matchesEtag, snapshotEtag } from './matches-etag.ts';
import { isServed, policyEndsAt, type TenantFacts, tenantPolicy } from './tenant-policy.ts';

const key = { keyId: 'k', prefix: 'p', hmacBase64: '', pepperVersion: 1 };
const never = { expiresAtMs: null, notAfterMs: null, revokedAtMs: null };
const facts: TenantFacts = {
  tenantId: 't',
  status: 'active',
  statusReason: null,
  planCode: 'pro',
  leaseFloor: 0n,
  planLimits: { bandwidth: 10n, transforms: null, storage: 0n },
  overrides: [],
  domains: [],
  keys: [],
  periods: [
    { id: 'one', startsAtMs: 0, endsAtMs: 100 },
    { id: 'two', startsAtMs: 100, endsAtMs: 200 },
  ],
};
const override = {
  id: 'o',
  dimension: 'bandwidth',
  mode: 'add',
  value: 5n,
  startsAtMs: 10,
  expiresAtMs: 20,
  revokedAtMs: null,
} as const;

const instant = fc.integer({ min: 0, max: 250 });
const end = fc.option(instant);
const anyFacts = fc.record({
  overrides: fc.array(
    fc.record({
      id: fc.uuid(),
      dimension: fc.constantFrom('bandwidth' as const, 'storage' as const),
      mode: fc.constantFrom('set' as const, 'add' as const),
      value: fc.bigInt({ min: 1n, max: 9n }),
      startsAtMs: instant,
      expiresAtMs: instant,
      revokedAtMs: end,
    }),
    { maxLength: 4 },
  ),
  keys: fc.array(
    fc
      .record({ expiresAtMs: end, notAfterMs: end, revokedAtMs: end })
      .map((ends) => ({ ...key, ...ends })),
    { maxLength: 3 },
  ),
});

describe('what a snapshot says of a tenant (rules D11, D12)', () => {
  it('stays the same until the instant that was said, whatever overrides, keys and periods there are', () => {
    fc.assert(
      fc.property(anyFacts, instant, (more, nowMs) => {
        const all = { ...facts, ...more };
        const endsAtMs = policyEndsAt(all, nowMs);
        for (let at = nowMs; at < Math.min(endsAtMs ?? 300, 300); at += 1) {
          expect(tenantPolicy(all, at)).toEqual(tenantPolicy(all, nowMs));
        }
      }),
    );
  });

  it('has effective limits, the open period and the next', () => {
    const at = (nowMs: number) => tenantPolicy({ ...facts, overrides: [override] }, nowMs);
    expect([at(9), at(10), at(20)].map(({ limits }) => limits.bandwidth)).toEqual([10n, 15n, 10n]);
    expect(at(99).currentPeriod?.id).toBe('one');
    expect(at(99).nextPeriod?.id).toBe('two');
    expect(at(100).currentPeriod?.id).toBe('two');
    expect(at(100).nextPeriod).toBeNull();
  });

  it('names no key that has ended, by whichever of its ends comes first', () => {
    const keys = [
      { ...key, ...never },
      { ...key, ...never, expiresAtMs: 50, notAfterMs: 40 },
      { ...key, ...never, revokedAtMs: 5 },
    ];
    const at = (nowMs: number) =>
      tenantPolicy({ ...facts, keys }, nowMs).keys.map(({ endsAtMs }) => endsAtMs);
    expect([at(4), at(5), at(39), at(40)]).toEqual([[null, 40, 5], [null, 40], [null, 40], [null]]);
  });

  it('lets names be served that were proved', () => {
    const served = ['pending', 'verified', 'at_risk', 'lapsed'].filter((state) =>
      isServed({ name: 'n', state }),
    );
    expect(served).toEqual(['verified', 'at_risk']);
  });
});

it('the canonical text of a value does not depend on the order of its members (RFC 8785)', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(turned as Json)).toBe(canonicalJson(value as Json));
      expect(JSON.parse(canonicalJson(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(canonicalJson({ b: [1, null], a: { '€': 'x', '\r': true } })).toBe(
    '{"a":{"\\r":true,"€":"x"},"b":[1,null]}',
  );
});

it('If-None-Match names the snapshot by any of its tags, weak or strong, or a star', () => {
  const etag = snapshotEtag('e', 7n);
  expect(etag).toBe('"e-all-7"');
  const matching = [etag, `W/${etag}`, `"x" , ${etag}`, '*'];
  expect(matching.every((header) => matchesEtag(header, etag))).toBe(true);
  const other = [undefined, '', 'e-all-7', '"e-all-8"', '"e-all-7'];
  expect(other.some((header) => matchesEtag(header, etag))).toBe(false);
});
