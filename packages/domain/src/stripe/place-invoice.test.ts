import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InvoicePlace, placeInvoice } from './place-invoice.ts';

const nowMs = 1_000;
const next: InvoicePlace = {
  lineEndsAtMs: 3_000,
  named: null,
  current: { endsAtMs: 900 },
  isCanceled: false,
};

describe('where the money of a paid invoice goes (rule X31)', () => {
  it.each<[string, 'add' | 'open' | 'late', Partial<InvoicePlace>]>([
    ['of the first period', 'open', { current: null }],
    ['of the next period', 'open', {}],
    ['of the next period while the present one runs', 'open', { current: { endsAtMs: 2_000 } }],
    ['of the open period', 'add', { named: { status: 'open' }, current: { endsAtMs: 3_000 } }],
    [
      'of an open period in its grace',
      'add',
      { lineEndsAtMs: 900, named: { status: 'open' }, current: { endsAtMs: 900 } },
    ],
    ['of a closed period', 'late', { named: { status: 'closed' } }],
    ['of a period that has ended and was never here', 'late', { lineEndsAtMs: nowMs }],
    ['of a period before the present one', 'late', { current: { endsAtMs: 4_000 } }],
    ['of a subscription that has ended', 'late', { isCanceled: true }],
    [
      'of a subscription that has ended, but whose period is open',
      'add',
      { named: { status: 'open' }, isCanceled: true },
    ],
  ])('%s: %s', (_what, place, differs) => {
    expect(placeInvoice({ ...next, ...differs }, nowMs)).toBe(place);
  });

  it('never opens a period that has ended, is here already, or lies before the current one', () => {
    const place = fc.record({
      lineEndsAtMs: fc.integer({ min: 0, max: 5_000 }),
      named: fc.constantFrom(null, { status: 'open' as const }, { status: 'closed' as const }),
      current: fc.option(fc.record({ endsAtMs: fc.integer({ min: 0, max: 5_000 }) })),
      isCanceled: fc.boolean(),
    });
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 5_000 }), (of, at) => {
        const where = placeInvoice(of, at);
        if (where === 'add') expect(of.named?.status).toBe('open');
        if (where !== 'open') return;
        expect(of.named).toBeNull();
        expect(of.isCanceled).toBe(false);
        expect(of.lineEndsAtMs).toBeGreaterThan(at);
        expect(of.lineEndsAtMs).toBeGreaterThan(of.current?.endsAtMs ?? -1);
      }),
    );
  });
});
