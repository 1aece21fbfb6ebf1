import { describe, expect, it } from 'vitest';
import type { PriceRowFieldsFragment } from '../../generated/plans/graphql.ts';
import { priceInput, typedPrices } from './price-input.ts';

const stored: PriceRowFieldsFragment = {
  __typename: 'Price',
  provider: 'brave',
  model: 'web-search',
  effectiveFrom: '1970-01-01T00:00:00.000Z',
  inForce: true,
  inputPerMillionUsd: '3',
  outputPerMillionUsd: '15',
  cacheReadPerMillionUsd: null,
  cacheWritePerMillionUsd: null,
  unitPrices: [
    { __typename: 'UnitPrice', kind: 'image', pricePerMillionUsd: '7' },
    { __typename: 'UnitPrice', kind: 'request', pricePerMillionUsd: '5000' },
  ],
  createdBy: 'system:seed',
  createdAt: '1970-01-01T00:00:00.000Z',
};

describe('A changed price', () => {
  it('sends only what differs, whatever way the same amount is written', () => {
    const typed = typedPrices(stored);
    expect(priceInput(typed, stored)).toBeNull();
    const output = { choice: 'price', text: '$16.00' } as const;
    const input = { choice: 'price', text: '3.000' } as const;
    const prices = { ...typed.prices, inputPerMillionUsd: input, outputPerMillionUsd: output };
    expect(priceInput({ ...typed, prices, from: '2027-01-31T12:00' }, stored)).toEqual({
      provider: 'brave',
      model: 'web-search',
      outputPerMillionUsd: '16.00',
      effectiveFrom: '2027-01-31T12:00:00.000Z',
    });
  });

  it('keeps the units that the dialog does not show', () => {
    const typed = { ...typedPrices(stored), request: { choice: 'none', text: '' } as const };
    expect(priceInput(typed, stored)).toMatchObject({
      unitPrices: [{ kind: 'image', pricePerMillionUsd: '7' }],
    });
  });

  it('of a new model is not sent before it has a name and a price', () => {
    const typed = typedPrices(null);
    expect(priceInput({ ...typed, provider: 'openai', model: '' }, null)).toBeNull();
    expect(priceInput({ ...typed, provider: 'openai', model: 'gpt-6' }, null)).toBeNull();
  });
});
