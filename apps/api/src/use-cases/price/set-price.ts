import { formatUsdExact } from '@purser/domain/money/format-usd';
import { accepted, rejected } from '@purser/domain/outcome';
import type { SetPrice } from '@purser/schema/contract/inputs';
import type { PriceView } from '@purser/schema/contract/money-views';
import type { PriceRecord } from '../../ports/price-store.ts';
import { changeLines, instantText } from '../command/change-lines.ts';
import { definedOnly } from '../command/defined-only.ts';
import { recordVersion } from '../command/record-version.ts';
import type { CommandDefinition, Moment } from '../command/run-command.ts';

type State = { readonly versions: readonly PriceRecord[] };
type Versioned = PriceRecord & { readonly version: number };
type Change = { readonly before: Versioned | null; readonly after: Versioned };

/**
 * Appends a version to the price table, in force now or later (rule M8). What is not sent stays as the version before has
 * it; null is no price of its own, which takes the provider's ceiling. What was admitted before keeps its prices.
 */
export const setPrice: CommandDefinition<SetPrice, State, Change, PriceView> = {
  operation: 'set-price',
  load: async (stores, { provider, model }) => ({
    versions: await stores.prices.lock(provider, model),
  }),
  decide: ({ versions }, input, moment) => {
    const from = input.effectiveFrom ?? moment.now;
    if (from < moment.now) {
      return rejected({
        code: 'invalid_value' as const,
        field: 'effectiveFrom',
        message: 'A price never changes what is past: let it begin now or later.',
      });
    }
    if (versions.some(({ effectiveFrom }) => effectiveFrom.getTime() === from.getTime())) {
      return rejected({
        code: 'already_exists' as const,
        field: 'effectiveFrom',
        message: `A price of ${input.model} begins at ${from.toISOString()} already: choose another instant.`,
      });
    }
    const before = versions.find(({ effectiveFrom }) => effectiveFrom < from) ?? null;
    const after = priceAfter(before, input, from, moment);
    if (!hasPrice(after)) {
      return rejected({
        code: 'invalid_value' as const,
        field: 'outputPicoUsd',
        message: 'A model needs at least one price; what is free has a price of 0.',
      });
    }
    const changes = priceLines(before, after);
    const version = versions.length + 1;
    return accepted({
      change: {
        before: before === null ? null : { ...before, version: version - 1 },
        after: { ...after, version },
      },
      preview: viewOf(after, moment),
      changes: [
        ...changes,
        ...changeLines([{ label: 'in force from', before: null, after: instantText(from) }]),
      ],
      audit: { targetType: 'price', targetId: subjectId(after), before, after },
      affects: 'project' as const,
      unchanged: changes.length === 0,
    });
  },
  apply: async (stores, { before, after }, moment) => {
    const { version: _, ...price } = after;
    await stores.prices.append(price);
    await recordVersion(stores, moment, {
      subject: 'price',
      subjectId: subjectId(after),
      before,
      after,
    });
    return undefined;
  },
};

function subjectId({ provider, model }: Pick<PriceRecord, 'provider' | 'model'>): string {
  return JSON.stringify([provider, model]);
}

function priceAfter(
  before: PriceRecord | null,
  { effectiveFrom: _, ...sent }: SetPrice,
  from: Date,
  moment: Moment,
): PriceRecord {
  const base = before ?? {
    inputPicoUsd: null,
    outputPicoUsd: null,
    cacheReadPicoUsd: null,
    cacheWritePicoUsd: null,
    unitPrices: [],
  };
  return {
    ...base,
    ...definedOnly(sent),
    provider: sent.provider,
    model: sent.model,
    effectiveFrom: from,
    createdBy: moment.actor,
    createdAt: moment.now,
  };
}

function hasPrice(price: PriceRecord): boolean {
  return price.unitPrices.length > 0 || components.some(({ field }) => price[field] !== null);
}

function viewOf(price: PriceRecord, { now }: Moment): PriceView {
  return { ...price, inForce: price.effectiveFrom <= now };
}

const components = [
  { label: 'input', field: 'inputPicoUsd' },
  { label: 'output', field: 'outputPicoUsd' },
  { label: 'cache read', field: 'cacheReadPicoUsd' },
  { label: 'cache write', field: 'cacheWritePicoUsd' },
] as const;

function priceLines(before: PriceRecord | null, after: PriceRecord) {
  const kinds = new Set(
    [before, after].flatMap((price) => (price?.unitPrices ?? []).map(({ kind }) => kind)),
  );
  const unitOf = (price: PriceRecord, kind: string) =>
    price.unitPrices.find((unit) => unit.kind === kind)?.pricePicoUsd ?? null;
  return changeLines([
    ...components.map(({ label, field }) => ({
      label: `${label}, a million`,
      before: before === null ? null : perMillionText(before[field]),
      after: perMillionText(after[field]),
    })),
    ...[...kinds].map((kind) => ({
      label: `${kind}, a million`,
      before: before === null ? null : perMillionText(unitOf(before, kind)),
      after: perMillionText(unitOf(after, kind)),
    })),
  ]);
}

/** Pico-dollars of one and micro-dollars of a million are the same number. */
function perMillionText(picoUsd: bigint | null): string {
  return picoUsd === null ? 'no price of its own' : formatUsdExact(picoUsd);
}
