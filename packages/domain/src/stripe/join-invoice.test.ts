import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InvoiceState, isUnpaid, joinInvoice } from './join-invoice.ts';

const draft: InvoiceState = {
  status: 'draft',
  amountDueCents: 1_000n,
  amountPaidCents: 0n,
  attemptCount: 0,
  nextAttemptAtMs: null,
  failedAtMs: null,
  hostedUrl: null,
  versionMs: 1_000,
};
const open = { ...draft, status: 'open', hostedUrl: 'https://pay', versionMs: 2_000 };
const failed = {
  ...open,
  attemptCount: 1,
  nextAttemptAtMs: 9_000,
  failedAtMs: 3_000,
  versionMs: 3_000,
};
const failedAgain = {
  ...failed,
  attemptCount: 2,
  nextAttemptAtMs: null,
  failedAtMs: 9_000,
  versionMs: 9_000,
};
const uncollectible = { ...failedAgain, status: 'uncollectible', failedAtMs: null };
const paid = {
  ...failedAgain,
  status: 'paid',
  amountPaidCents: 1_000n,
  failedAtMs: null,
  versionMs: 10_000,
};
const voided = { ...failedAgain, status: 'void', failedAtMs: null, versionMs: 10_000 };

function joined(said: readonly InvoiceState[]): InvoiceState | null {
  return said.reduce<InvoiceState | null>(joinInvoice, null);
}

describe('what is known of an invoice (rules X5 and X33)', () => {
  it('goes forward, with the most attempts, the first failure and the most that was paid', () => {
    expect(joined([draft, open, failed, failedAgain])).toEqual({
      ...failedAgain,
      failedAtMs: 3_000,
    });
    expect(joined([draft, open, failed, paid])).toEqual({ ...paid, failedAtMs: 3_000 });
    expect(joined([paid, draft])).toEqual(paid);
  });

  it('is tried again by nobody once it is paid or void, whatever was planned', () => {
    expect(joined([{ ...paid, nextAttemptAtMs: 20_000 }])?.nextAttemptAtMs).toBeNull();
    expect(joined([voided, failed])).toMatchObject({ status: 'void', nextAttemptAtMs: null });
  });

  it('is owed while it is open or given up, and by nobody otherwise', () => {
    expect([draft, open, uncollectible, paid, voided].filter(isUnpaid)).toEqual([
      open,
      uncollectible,
    ]);
  });

  it.each([
    ['paid', [draft, open, failed, failedAgain, uncollectible, paid]],
    ['void', [draft, open, failed, failedAgain, uncollectible, voided]],
  ])('ends %s in one state, in whatever order and however often it is told', (_end, story) => {
    const told = fc.shuffledSubarray([...story, ...story], { minLength: story.length * 2 });
    fc.assert(
      fc.property(told, (said) => {
        expect(joined(said)).toEqual(joined(story));
      }),
    );
  });

  it('is not changed by what was told before', () => {
    const story = [draft, open, failed, failedAgain, uncollectible, paid];
    fc.assert(
      fc.property(fc.shuffledSubarray(story, { minLength: 1 }), (said) => {
        const known = joined(said);
        for (const again of said) expect(joinInvoice(known, again)).toEqual(known);
      }),
    );
  });
});
