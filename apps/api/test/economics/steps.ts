import type { LimitField } from '@purser/domain/quota/limits';
import fc from 'fast-check';

const users = ['ada', 'ben', 'eve'] as const;
/** `tight` lets no wallet pay beyond its limits; `pro` and `max` have a price. */
const plans = ['free', 'tight', 'pro', 'max'] as const;
const limits = [
  'maxConcurrent',
  'requestsPerDay',
  'requestsPerMonth',
  'totalRequests',
  'tokensPerHour',
  'tokensPerDay',
  'tokensPerMonth',
] as const satisfies readonly LimitField[];

const user = fc.constantFrom(...users);
const plan = fc.constantFrom(...plans);
const bundle = fc.constantFrom('*', 'chat');
const turn = fc.nat({ max: 11 }).map((number) => `t${number}`);
const tokens = fc.bigInt(1n, 20_000n);
const money = fc.bigInt(1n, 400_000n);
const overdraft = fc.constantFrom(null, 0n, 150_000n);
const mode = fc.constantFrom('add' as const, 'replace' as const);

/** Small for slots and requests, so that limits bind. */
const limit = fc.constantFrom(...limits).chain((field) => {
  const most = field.startsWith('tokens') ? 40_000n : 6n;
  return fc.record({ field: fc.constant(field), value: fc.bigInt(0n, most) });
});

const kinds = {
  admit: fc.record({ turnId: turn, userId: user, bundleId: bundle, tokens }),
  /** `of` is a share of what the estimate stands for: below, exactly at, or above what was held. */
  settle: fc.record({
    turnId: turn,
    of: fc.constantFrom(0n, 40n, 100n, 115n, 170n),
    plus: fc.nat({ max: 2 }).map(BigInt),
  }),
  release: fc.record({ turnId: turn }),
  heartbeat: fc.record({ turnId: turn }),
  credit: fc.record({
    userId: user,
    amount: money,
    days: fc.constantFrom(null, 1, 3),
    purchaseId: fc.constantFrom(null, null, 'p1', 'p2'),
  }),
  grant: fc.record({
    userId: user,
    bundleId: bundle,
    mode,
    days: fc.constantFrom(null, 1, 30),
    ...{ limit },
  }),
  revoke: fc.record({ userId: user, bundleId: bundle, mode }),
  policy: fc.record({ planId: plan, bundleId: bundle, limit, unlimited: fc.boolean() }),
  topUpProject: fc.record({ amount: money, key: fc.constantFrom('k1', 'k2', 'k3', 'k4') }),
  projectOverdraft: fc.record({ overdraft }),
  create: fc.record({ userId: user, planId: plan }),
  renewDue: fc.record({}),
  renewEarly: fc.record({ userId: user }),
  cancel: fc.record({ userId: user, atEnd: fc.boolean() }),
  resume: fc.record({ userId: user }),
  changePlan: fc.record({ userId: user, planId: plan }),
  topUpPeriod: fc.record({
    userId: user,
    amount: money,
    force: fc.boolean(),
    key: fc.constantFrom('s1', 's2'),
  }),
  setOverdraft: fc.record({ userId: user, overdraft }),
  sweep: fc.record({}),
  sweepJob: fc.record({}),
  reap: fc.record({}),
  expireLots: fc.record({}),
  /** The counters are lost and begin anew. */
  forget: fc.record({}),
  wait: fc.record({ minutes: fc.constantFrom(1, 4, 16, 61, 900, 1_500, 44_700) }),
} as const;

type Kinds = typeof kinds;
type ValueOf<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/** One thing that happens, as data: so it is printed, shrunk and replayed. */
export type Step = {
  [Kind in keyof Kinds]: { readonly do: Kind } & ValueOf<Kinds[Kind]>;
}[keyof Kinds];

const weights: Partial<Record<keyof Kinds, number>> = {
  admit: 10,
  settle: 8,
  wait: 3,
  credit: 2,
  create: 2,
  policy: 2,
  release: 2,
};

/** Each kind as often as it weighs. */
export const stepArbitraries: readonly fc.Arbitrary<Step>[] = (
  Object.keys(kinds) as (keyof Kinds)[]
).flatMap((kind) => {
  const arbitrary = (kinds[kind] as fc.Arbitrary<object>).map(
    (of) => ({ do: kind, ...of }) as Step,
  );
  return Array.from({ length: weights[kind] ?? 1 }, () => arbitrary);
});
