/** What a usage line is made of; units of other kinds (a search request, say) are priced by kind. */
export const tokenComponents = ['input', 'output', 'cacheRead', 'cacheWrite'] as const;

export type TokenComponent = (typeof tokenComponents)[number];

/** One row of the price table: pico-dollars per unit from an instant on; null = no price. */
export type PriceEntry = {
  readonly provider: string;
  readonly model: string;
  readonly effectiveFromMs: number;
  readonly inputPicoUsd: bigint | null;
  readonly outputPicoUsd: bigint | null;
  readonly cacheReadPicoUsd: bigint | null;
  readonly cacheWritePicoUsd: bigint | null;
  readonly unitPicoUsd: Readonly<Record<string, bigint>>;
};

/** The kind of `units` when a usage line names none. */
export const defaultUnitKind = 'request';

/** A priced thing within a model: a token component, or a kind of unit. */
export type Component =
  | { readonly measure: 'token'; readonly name: TokenComponent }
  | { readonly measure: 'unit'; readonly name: string };

/** A price, and how it was found when the table has none for this model (rule M8). */
export type FoundPrice = {
  readonly picoUsd: bigint;
  readonly found: 'model' | 'provider_ceiling' | 'table_ceiling';
};

/** The price table as of one instant, ready for look-ups. */
export type PricesInForce = {
  readonly models: ReadonlyMap<string, PriceEntry>;
  readonly entries: readonly PriceEntry[];
};

/** The newest entry of every model that is in force at an instant (rule M8). */
export function pricesInForce(entries: readonly PriceEntry[], atMs: number): PricesInForce {
  const models = new Map<string, PriceEntry>();
  for (const entry of entries) {
    if (entry.effectiveFromMs > atMs) continue;
    const key = modelKey(entry.provider, entry.model);
    const known = models.get(key);
    if (known === undefined || known.effectiveFromMs <= entry.effectiveFromMs) {
      models.set(key, entry);
    }
  }
  return { models, entries: [...models.values()] };
}

/**
 * The price of one component: the model's own; else the provider's ceiling; of an unknown provider
 * the highest price of the table (rule M8). Never free, never refused: an empty table falls back to
 * the reference price.
 */
export function findPrice(
  prices: PricesInForce,
  part: { readonly provider: string; readonly model: string; readonly component: Component },
  referencePricePicoUsd: bigint,
): FoundPrice {
  const { provider, model, component } = part;
  const entry = prices.models.get(modelKey(provider, model));
  const own = entry ? componentPrice(entry, component) : null;
  if (own !== null) return { picoUsd: own, found: 'model' };
  const ofProvider = prices.entries.filter((candidate) => candidate.provider === provider);
  const ceiling = highest(ofProvider, component);
  if (ceiling !== null) return { picoUsd: ceiling, found: 'provider_ceiling' };
  const highestOfTable = highest(prices.entries, component) ?? referencePricePicoUsd;
  return { picoUsd: highestOfTable, found: 'table_ceiling' };
}

/** The highest price of this component; where nobody prices it, of anything in the same measure, then of anything. */
function highest(entries: readonly PriceEntry[], component: Component): bigint | null {
  return (
    largest(entries.map((entry) => componentPrice(entry, component))) ??
    largest(entries.flatMap((entry) => pricesOfMeasure(entry, component.measure))) ??
    largest(entries.flatMap((entry) => pricesOfMeasure(entry, otherMeasure(component.measure))))
  );
}

function componentPrice(entry: PriceEntry, component: Component): bigint | null {
  if (component.measure === 'unit') {
    return Object.hasOwn(entry.unitPicoUsd, component.name)
      ? (entry.unitPicoUsd[component.name] ?? null)
      : null;
  }
  return tokenPrices(entry)[component.name];
}

function tokenPrices(entry: PriceEntry): Record<TokenComponent, bigint | null> {
  return {
    input: entry.inputPicoUsd,
    output: entry.outputPicoUsd,
    cacheRead: entry.cacheReadPicoUsd,
    cacheWrite: entry.cacheWritePicoUsd,
  };
}

function pricesOfMeasure(
  entry: PriceEntry,
  measure: Component['measure'],
): readonly (bigint | null)[] {
  return Object.values(measure === 'unit' ? entry.unitPicoUsd : tokenPrices(entry));
}

function otherMeasure(measure: Component['measure']): Component['measure'] {
  return measure === 'unit' ? 'token' : 'unit';
}

function largest(prices: readonly (bigint | null)[]): bigint | null {
  return prices.reduce<bigint | null>(
    (top, price) => (price !== null && (top === null || price > top) ? price : top),
    null,
  );
}

function modelKey(provider: string, model: string): string {
  return JSON.stringify([provider, model]);
}
