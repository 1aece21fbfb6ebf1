import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UsageLine } from '../money/usage-cost.ts';
import { admissionContent } from './admission-content.ts';
import { settlementContent } from './settlement-content.ts';

const counts = fc.bigInt({ min: 0n, max: 3n });
const lines: fc.Arbitrary<UsageLine> = fc.record({
  provider: fc.constantFrom('a', 'b', '"],["'),
  model: fc.string({ maxLength: 3 }),
  inputTokens: counts,
  outputTokens: counts,
  cacheReadTokens: counts,
  cacheWriteTokens: counts,
  units: fc.option(counts, { nil: undefined }),
  kind: fc.constantFrom(undefined, 'request', 'image'),
});

describe('the content of a settlement (rule T9)', () => {
  it('does not depend on the order of lines or on lines that used nothing', () => {
    const usage = fc.array(lines, { maxLength: 5 });
    const shuffled = usage.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    );
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        const nothing = { inputTokens: 0n, outputTokens: 0n, cacheReadTokens: 0n };
        const idle = { provider: 'a', model: 'm', ...nothing, cacheWriteTokens: 0n };
        expect(settlementContent({ usage: [...other, idle] })).toBe(
          settlementContent({ usage: given }),
        );
      }),
    );
  });

  it('changes with every fact of a line', () => {
    const used: UsageLine = {
      provider: 'a',
      model: 'm',
      inputTokens: 1n,
      outputTokens: 2n,
      cacheReadTokens: 3n,
      cacheWriteTokens: 4n,
      units: 5n,
      kind: 'image',
    };
    const changes: Partial<UsageLine>[] = [
      { provider: 'b' },
      { model: 'n' },
      { inputTokens: 2n },
      { outputTokens: 1n },
      { cacheReadTokens: 4n },
      { cacheWriteTokens: 3n },
      { units: 6n },
      { kind: undefined },
    ];
    const texts = changes.map((change) => settlementContent({ usage: [{ ...used, ...change }] }));
    expect(new Set([...texts, settlementContent({ usage: [used] })]).size).toBe(9);
    expect(settlementContent({ usage: [used, used] })).not.toBe(
      settlementContent({ usage: [used] }),
    );
  });

  it('reads a default that is said like one that is not', () => {
    const search = {
      provider: 'brave',
      model: 'web-search',
      inputTokens: 0n,
      outputTokens: 0n,
      cacheReadTokens: 0n,
      cacheWriteTokens: 0n,
      units: 1n,
    };
    expect(settlementContent({ usage: [{ ...search, kind: 'request' }] })).toBe(
      settlementContent({ usage: [search] }),
    );
  });

  it('tells costs, providers and usage apart', () => {
    const texts = [
      settlementContent({ costMicroUsd: 1n }),
      settlementContent({ costMicroUsd: 2n }),
      settlementContent({ costMicroUsd: 1n, provider: 'a' }),
      settlementContent({ usage: [] }),
    ];
    expect(new Set(texts).size).toBe(4);
  });
});

describe('the content of an admission (rule T8)', () => {
  it('is user, bundle and estimate, and nothing else', () => {
    const admission = { userId: 'u', bundleId: '*', estimate: { estimateTokens: 1n } };
    const others = [
      { ...admission, userId: 'v' },
      { ...admission, bundleId: 'b' },
      { ...admission, estimate: { estimateTokens: 2n } },
      { ...admission, estimate: { inputTokens: 1n } },
      { ...admission, estimate: {} },
    ];
    const texts = [admission, ...others].map(admissionContent);
    expect(new Set(texts).size).toBe(6);
    expect(admissionContent({ ...admission, estimate: { estimateTokens: 1n } })).toBe(texts[0]);
  });
});
