import fc from 'fast-check';

/** How the events of one run arrive: their places in Stripe's order, and the place of one that no webhook brings. */
export type Arrival = { readonly order: readonly number[]; readonly dropped: number | null };

/** Up to so many events are told in every order. */
const eventsInEveryOrderMax = 4;

/** Which arrivals a flow of `count` events is tried with; the same seed draws the same ones. */
export function arrivalsOf(
  count: number,
  {
    sampled,
    drops,
    seed,
  }: { readonly sampled: number; readonly drops: number; readonly seed: number },
): readonly Arrival[] {
  const inOrder = Array.from({ length: count }, (_each, place) => place);
  const orders =
    count <= eventsInEveryOrderMax ? permutations(inOrder) : shuffled(inOrder, sampled, seed);
  const dropped = shuffled(inOrder, 1, seed).flat().slice(0, drops);
  const withDrops = shuffled(inOrder, dropped.length, seed + 1);
  return [
    ...orders.map((order) => ({ order, dropped: null })),
    ...dropped.map((place, index) => ({ order: withDrops[index] ?? inOrder, dropped: place })),
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
