import fc from 'fast-check';

/** How the events of one run arrive: their places in Stripe's order, and the place of one that no webhook brings. */
export type Arrival = { readonly order: readonly number[]; readonly dropped: number | null };

/**
 * Which arrivals a flow of `count` events is tried with: every order, or as many as are drawn, and each event missed
 * once, in an order of its own. The same seed draws the same ones.
 */
export function arrivalsOf(
  count: number,
  {
    sampled,
    everyOrderUpTo,
    seed,
  }: { readonly sampled: number; readonly everyOrderUpTo: number; readonly seed: number },
): readonly Arrival[] {
  const inOrder = Array.from({ length: count }, (_each, place) => place);
  const orders = count <= everyOrderUpTo ? permutations(inOrder) : shuffled(inOrder, sampled, seed);
  const withDrops = shuffled(inOrder, count, seed + 1);
  return [
    ...orders.map((order) => ({ order, dropped: null })),
    ...withDrops.map((order, dropped) => ({ order, dropped })),
  ];
}

function shuffled<Item>(items: readonly Item[], count: number, seed: number): readonly Item[][] {
  const any = fc.shuffledSubarray([...items], { minLength: items.length });
  return count === 0 ? [] : fc.sample(any, { seed, numRuns: count });
}

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}
