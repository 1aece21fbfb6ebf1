import { accepted, type Outcome, rejected } from '../outcome.ts';
import { divideCeil } from './divide.ts';
import { microUsdMax, picoPerMicro } from './micro-usd.ts';
import { type Component, defaultUnitKind, findPrice, type PricesInForce } from './price-list.ts';

/** What one call to a model (or another metered service) used. Counts are not negative. */
export type UsageLine = {
  readonly provider: string;
  readonly model: string;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
  readonly cacheReadTokens: bigint;
  readonly cacheWriteTokens: bigint;
  readonly units?: bigint | undefined;
  readonly kind?: string | undefined;
};

/** A part of the usage that had no price of its own and took a ceiling (rule M8); each is alerted. */
export type PriceFlag = {
  readonly flag: 'unpriced_model' | 'unpriced_provider';
  readonly provider: string;
  readonly model: string;
  readonly component: string;
};

export type ProviderShare = { readonly provider: string; readonly amountMicroUsd: bigint };

export type UsageCost = {
  readonly costMicroUsd: bigint;
  /** Sums exactly to the cost; in order of first mention. */
  readonly providers: readonly ProviderShare[];
  readonly flags: readonly PriceFlag[];
};

/**
 * Prices a turn's usage: lines are summed in pico-dollars and rounded up once, for the turn, to a
 * micro-dollar; provider shares are floored and the remainder goes to the largest (rules M5 and M8).
 * A cost beyond the money bounds is refused.
 */
export function usageCost({
  usage,
  prices,
  referencePricePicoUsd,
}: {
  readonly usage: readonly UsageLine[];
  readonly prices: PricesInForce;
  readonly referencePricePicoUsd: bigint;
}): Outcome<UsageCost, { readonly code: 'cost_out_of_range' }> {
  const picoByProvider = new Map<string, bigint>();
  const flags = new Map<string, PriceFlag>();
  for (const line of usage) {
    const { provider, model } = line;
    let linePicoUsd = 0n;
    for (const { component, count } of partsOf(line)) {
      const price = findPrice(prices, { provider, model, component }, referencePricePicoUsd);
      linePicoUsd += count * price.picoUsd;
      if (price.found === 'model') continue;
      const flag = price.found === 'provider_ceiling' ? 'unpriced_model' : 'unpriced_provider';
      const raised: PriceFlag = { flag, provider, model, component: component.name };
      flags.set(JSON.stringify([provider, model, component.name]), raised);
    }
    picoByProvider.set(provider, (picoByProvider.get(provider) ?? 0n) + linePicoUsd);
  }
  const costMicroUsd = divideCeil(sum([...picoByProvider.values()]), picoPerMicro);
  if (costMicroUsd > microUsdMax) return rejected({ code: 'cost_out_of_range' });
  return accepted({
    costMicroUsd,
    providers: sharesOf(picoByProvider, costMicroUsd),
    flags: [...flags.values()],
  });
}

function partsOf(line: UsageLine): readonly { component: Component; count: bigint }[] {
  const parts: { component: Component; count: bigint }[] = [
    { component: { measure: 'token', name: 'input' }, count: line.inputTokens },
    { component: { measure: 'token', name: 'output' }, count: line.outputTokens },
    { component: { measure: 'token', name: 'cacheRead' }, count: line.cacheReadTokens },
    { component: { measure: 'token', name: 'cacheWrite' }, count: line.cacheWriteTokens },
    {
      component: { measure: 'unit', name: line.kind ?? defaultUnitKind },
      count: line.units ?? 0n,
    },
  ];
  return parts.filter(({ count }) => count > 0n);
}

function sharesOf(
  picoByProvider: ReadonlyMap<string, bigint>,
  costMicroUsd: bigint,
): readonly ProviderShare[] {
  const floored = [...picoByProvider].map(([provider, picoUsd]) => ({
    provider,
    picoUsd,
    amountMicroUsd: picoUsd / picoPerMicro,
  }));
  const rest = costMicroUsd - sum(floored.map(({ amountMicroUsd }) => amountMicroUsd));
  const top = floored.reduce<(typeof floored)[number] | null>(
    (best, share) => (best === null || share.picoUsd > best.picoUsd ? share : best),
    null,
  );
  return floored.map((share) => ({
    provider: share.provider,
    amountMicroUsd: share.amountMicroUsd + (share === top ? rest : 0n),
  }));
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
