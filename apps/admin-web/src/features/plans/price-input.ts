import type { PriceRowFieldsFragment, SetPriceInput } from '../../generated/plans/graphql.ts';
import { microUsd } from '../../lib/amounts.ts';
import { enteredValue, readUsd, usdInput } from '../../lib/field-values.ts';
import { utcFieldInstant } from '../../lib/utc-field.ts';

export const priceFields = [
  { field: 'inputPerMillionUsd', label: 'Input' },
  { field: 'outputPerMillionUsd', label: 'Output' },
  { field: 'cacheReadPerMillionUsd', label: 'Cache reads' },
  { field: 'cacheWritePerMillionUsd', label: 'Cache writes' },
] as const;

type PriceField = (typeof priceFields)[number]['field'];

/** A price as typed; none chosen in words takes the ceiling of its provider. */
export type TypedPrice = { readonly choice: 'price' | 'none'; readonly text: string };

export type TypedPrices = {
  readonly provider: string;
  readonly model: string;
  readonly prices: Readonly<Record<PriceField, TypedPrice>>;
  /** The one other unit most services have: a request. */
  readonly request: TypedPrice;
  /** Empty = now; else an instant in UTC, as a date field writes it. */
  readonly from: string;
};

export function typedPrices(stored: PriceRowFieldsFragment | null): TypedPrices {
  const of = (amount: string | null | undefined): TypedPrice =>
    amount == null ? { choice: 'none', text: '' } : { choice: 'price', text: amount };
  return {
    provider: stored?.provider ?? '',
    model: stored?.model ?? '',
    prices: {
      inputPerMillionUsd: of(stored?.inputPerMillionUsd),
      outputPerMillionUsd: of(stored?.outputPerMillionUsd),
      cacheReadPerMillionUsd: of(stored?.cacheReadPerMillionUsd),
      cacheWritePerMillionUsd: of(stored?.cacheWritePerMillionUsd),
    },
    request: of(requestPrice(stored)),
    from: '',
  };
}

/** Only the prices that differ; null while nothing does, or something is not filled in. */
export function priceInput(
  typed: TypedPrices,
  stored: PriceRowFieldsFragment | null,
): SetPriceInput | null {
  if (typed.provider === '' || typed.model === '') return null;
  const changes: Partial<Record<PriceField, string | null>> = {};
  for (const { field } of priceFields) {
    const change = changeOf(typed.prices[field], stored?.[field] ?? null);
    if (change === 'missing') return null;
    if (change !== 'same') changes[field] = change.amount;
  }
  const request = changeOf(typed.request, requestPrice(stored));
  if (request === 'missing') return null;
  if (request === 'same' && Object.keys(changes).length === 0) return null;
  const effectiveFrom = typed.from === '' ? null : utcFieldInstant(typed.from);
  return {
    provider: typed.provider,
    model: typed.model,
    ...changes,
    ...(request === 'same' ? {} : { unitPrices: unitPrices(request.amount, stored) }),
    ...(effectiveFrom === null ? {} : { effectiveFrom }),
  };
}

type Change = 'missing' | 'same' | { readonly amount: string | null };

function changeOf({ choice, text }: TypedPrice, stored: string | null): Change {
  if (choice === 'none') return stored === null ? 'same' : { amount: null };
  const amount = enteredValue(readUsd(text, { zeroAllowed: true }));
  if (amount === null) return 'missing';
  return stored !== null && microUsd(stored) === amount ? 'same' : { amount: usdInput(amount) };
}

function requestPrice(stored: PriceRowFieldsFragment | null): string | null {
  return stored?.unitPrices.find(({ kind }) => kind === 'request')?.pricePerMillionUsd ?? null;
}

/** The list is replaced whole, so what this dialog does not show is sent along. */
function unitPrices(request: string | null, stored: PriceRowFieldsFragment | null) {
  const others = (stored?.unitPrices ?? [])
    .filter(({ kind }) => kind !== 'request')
    .map(({ kind, pricePerMillionUsd }) => ({ kind, pricePerMillionUsd }));
  return request === null ? others : [...others, { kind: 'request', pricePerMillionUsd: request }];
}
