import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Canonical, canonicalJson } from './canonical-json.ts';
import { chainGenesisHash, chainStepText, type SealableEntry, sealedText } from './seal.ts';

const entry: SealableEntry = {
  id: '019aa000-0000-7000-8000-000000000000',
  tenantId: 1,
  projectId: 2,
  recordedAtMs: 1_000,
  actor: 'person:1',
  role: 'admin',
  action: 'set-quota-policy',
  targetType: 'quota_policy',
  targetId: 'free/*',
  reason: 'Launch.',
  before: { requestsPerDay: 10n },
  after: { requestsPerDay: null },
  requestId: 'req',
  sourceAddress: null,
};

describe('the canonical text of a value (rule A3)', () => {
  it('sorts keys, keeps lists, and writes amounts as decimal strings', () => {
    const value = {
      b: [2, 1, { z: 9_007_199_254_740_993n, a: true }],
      a: new Date(0),
      none: undefined,
      '"': 'é\n',
    };
    expect(canonicalJson(value)).toBe(
      '{"\\"":"é\\n","a":"1970-01-01T00:00:00.000Z","b":[2,1,{"a":true,"z":"9007199254740993"}]}',
    );
  });

  it('does not depend on the order in which a store kept the keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (object) => {
        const turned = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(turned as Canonical)).toBe(canonicalJson(object as Canonical));
        expect(JSON.parse(canonicalJson(object as Canonical))).toEqual(
          JSON.parse(JSON.stringify(object)),
        );
      }),
    );
  });

  it('refuses what JSON cannot say', () => {
    expect(() => canonicalJson({ value: Number.NaN })).toThrow(RangeError);
  });
});

describe('a sealed entry (rule A3)', () => {
  it('changes with every field', () => {
    const changes: Partial<SealableEntry>[] = [
      { id: 'other' },
      { tenantId: 9 },
      { projectId: 9 },
      { recordedAtMs: 9 },
      { actor: 'other' },
      { role: 'other' },
      { action: 'other' },
      { targetType: 'other' },
      { targetId: 'other' },
      { reason: 'other' },
      { before: null },
      { after: {} },
      { requestId: 'other' },
      { sourceAddress: '127.0.0.1' },
    ];
    expect(changes.length).toBe(Object.keys(entry).length);
    const texts = changes.map((change) => sealedText({ ...entry, ...change }));
    expect(new Set([...texts, sealedText(entry)]).size).toBe(changes.length + 1);
  });

  it('is chained by its place, the hash before it and its own hash', () => {
    const step = { sequence: 1n, previousHash: chainGenesisHash, entryHash: 'ab'.repeat(32) };
    expect(chainStepText(step)).toBe(`purser-chain-1\n1\n${'0'.repeat(64)}\n${'ab'.repeat(32)}`);
  });
});
