import type { ProviderShare } from '../money/usage-cost.ts';

/** The provider a cost is booked under when nobody was named; it has a page and may have a policy. */
export const unknownProvider = 'unknown';

export type ProviderFlag = {
  readonly flag: 'undeclared_provider' | 'guessed_provider';
  readonly provider: string;
};

export type AttributedCost = {
  readonly providers: readonly ProviderShare[];
  readonly flags: readonly ProviderFlag[];
};

/**
 * Which provider a reported cost is booked to (rule B6): the one named with it; else the one named at
 * admission; of several the first, flagged; of none `unknown`.
 */
export function attributeCost({
  costMicroUsd,
  provider,
  admittedProviders,
}: {
  readonly costMicroUsd: bigint;
  readonly provider: string | undefined;
  readonly admittedProviders: readonly string[];
}): AttributedCost {
  const booked = provider ?? admittedProviders[0] ?? unknownProvider;
  const guessed = provider === undefined && admittedProviders.length > 1;
  return {
    providers: [{ provider: booked, amountMicroUsd: costMicroUsd }],
    flags: [
      ...undeclaredProviders([booked], admittedProviders),
      ...(guessed ? [{ flag: 'guessed_provider', provider: booked } as const] : []),
    ],
  };
}

/**
 * Providers that cost money without having been named at admission (rule B5). A turn that named none
 * was checked against all of them, so nothing is undeclared there.
 */
export function undeclaredProviders(
  booked: readonly string[],
  admittedProviders: readonly string[],
): readonly ProviderFlag[] {
  if (admittedProviders.length === 0) return [];
  return booked
    .filter((provider) => !admittedProviders.includes(provider))
    .map((provider) => ({ flag: 'undeclared_provider', provider }));
}
