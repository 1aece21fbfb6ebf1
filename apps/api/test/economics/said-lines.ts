/** A limit as both sides write it. */
export function limitLine(is: {
  readonly limit: string;
  readonly scope: string;
  readonly allowed: bigint;
  readonly used: bigint;
  readonly held: bigint;
}): string {
  return `${is.limit} ${is.scope}: ${is.used} used + ${is.held} held of ${is.allowed}`;
}

/** Money held by source; a wallet's over all of its lots. */
export function moneyLines(
  money: readonly { readonly source: string; readonly amountMicroUsd: bigint }[],
): readonly string[] {
  const sources = [...new Set(money.map(({ source }) => source))];
  return sources.map((source) => {
    const parts = money.filter((part) => part.source === source);
    return `${source} ${parts.reduce((sum, { amountMicroUsd }) => sum + amountMicroUsd, 0n)}`;
  });
}
