import fc from 'fast-check';

/** One thing that happens. Numbers choose among what exists at that moment. */
export type Step =
  | {
      readonly kind: 'decide';
      readonly user: number;
      readonly inBundle: boolean;
      readonly estimate: number;
      /** Tight enough that many decisions deny or cut. */
      readonly max: number;
      /** Which checks are asked, as bits. */
      readonly checks: number;
      readonly holdsProviders: boolean;
      readonly apply: boolean;
      readonly skewMs: number;
    }
  | { readonly kind: Chosen; readonly which: number; readonly amount: number }
  | { readonly kind: 'advance'; readonly byMs: number }
  | { readonly kind: 'flush' | 'failover' | 'audit' };

type Chosen =
  | 'again'
  | 'againClosed'
  | 'admit'
  | 'deny'
  | 'crash'
  | 'heartbeat'
  | 'lateHeartbeat'
  | 'settle'
  | 'release'
  | 'reap'
  | 'tell'
  | 'tellAhead'
  | 'tellAgain'
  | 'readUser'
  | 'loadUser'
  | 'readProviders'
  | 'loadProviders'
  | 'reset';

const decideStep = fc.record({
  kind: fc.constant('decide' as const),
  user: fc.nat(2),
  inBundle: fc.boolean(),
  estimate: fc.nat(60),
  max: fc.nat(8),
  checks: fc.nat(31),
  holdsProviders: fc.boolean(),
  apply: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
  skewMs: fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(-3_600_000, -60_000, -5_000, 5_000, 60_000, 3_600_000),
    },
  ),
});

const weights: readonly (readonly [Chosen, number])[] = [
  ['again', 3],
  ['againClosed', 1],
  ['admit', 10],
  ['deny', 3],
  ['crash', 1],
  ['heartbeat', 3],
  ['lateHeartbeat', 2],
  ['settle', 8],
  ['release', 4],
  ['reap', 1],
  ['tell', 10],
  ['tellAhead', 2],
  ['tellAgain', 2],
  ['readUser', 3],
  ['loadUser', 3],
  ['readProviders', 2],
  ['loadProviders', 2],
  ['reset', 1],
];

const chosenStep = fc.record({
  kind: fc.oneof(...weights.map(([kind, weight]) => ({ weight, arbitrary: fc.constant(kind) }))),
  which: fc.nat(1_000),
  amount: fc.nat(50),
});

const advanceStep = fc.record({
  kind: fc.constant('advance' as const),
  byMs: fc.constantFrom(
    0,
    1_000,
    20_000,
    60_000,
    180_000,
    900_000,
    3_600_000,
    86_400_000,
    2_592_000_000,
  ),
});

const rareStep = fc.record({
  kind: fc.constantFrom('flush' as const, 'failover' as const),
});

/** Schedules over everything that can happen; in `calm` ones nothing is lost or late. */
export function schedules({ calm }: { readonly calm: boolean }): fc.Arbitrary<Step[]> {
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 18, arbitrary: decideStep },
    { weight: 30, arbitrary: chosenStep },
    { weight: 6, arbitrary: advanceStep },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('audit' as const) }) },
    { weight: calm ? 0 : 1, arbitrary: rareStep },
  );
  return fc
    .array(step, { minLength: 1, maxLength: 120, size: 'max' })
    .map((steps) => (calm ? steps.filter(({ kind }) => !/^(read|load|late)/.test(kind)) : steps));
}
