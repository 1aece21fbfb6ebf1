import type { PlanFieldsFragment, UpsertPlanInput } from '../../generated/plans/graphql.ts';
import { enteredValue, readUsd, usdInput } from '../../lib/field-values.ts';

/** A plan as a form holds it. */
export type TypedPlan = {
  readonly planId: string;
  readonly name: string;
  readonly price: string;
  readonly provider: 'INTERNAL' | 'STRIPE';
  readonly stripePriceId: string;
  /** Empty = no floor. */
  readonly floor: string;
  readonly notes: string;
  readonly active: boolean;
  readonly projectFunded: boolean;
  readonly walletBeyondLimits: boolean;
};

/** A plan as it is stored, or what a new one starts with. */
export function typedPlan(plan: PlanFieldsFragment | null): TypedPlan {
  return {
    planId: plan?.planId ?? '',
    name: plan?.name ?? '',
    price: plan?.monthlyPriceUsd ?? '0',
    provider: plan?.provider ?? 'INTERNAL',
    stripePriceId: plan?.stripePriceId ?? '',
    floor: plan?.reservationFloorUsd ?? '',
    notes: plan?.notes ?? '',
    active: plan?.active ?? true,
    projectFunded: plan?.projectFunded ?? true,
    walletBeyondLimits: plan?.walletBeyondLimits ?? true,
  };
}

/** The fields that differ from what is stored; null while nothing does, or something is not filled in. */
export function planInput(typed: TypedPlan, stored: TypedPlan | null): UpsertPlanInput | null {
  const price = enteredValue(readUsd(typed.price, { zeroAllowed: true }));
  const floor = readUsd(typed.floor, { zeroAllowed: true });
  const isWhole =
    price !== null &&
    floor.status !== 'wrong' &&
    typed.planId !== '' &&
    typed.name.trim() !== '' &&
    (typed.provider === 'INTERNAL' || typed.stripePriceId !== '');
  if (!isWhole) return null;
  const values = {
    name: { name: typed.name.trim() },
    price: { monthlyPriceUsd: usdInput(price) },
    provider: { provider: typed.provider },
    stripePriceId: { stripePriceId: typed.stripePriceId || null },
    floor: { reservationFloorUsd: floor.status === 'value' ? usdInput(floor.value) : null },
    notes: { notes: typed.notes.trim() || null },
    active: { active: typed.active },
    projectFunded: { projectFunded: typed.projectFunded },
    walletBeyondLimits: { walletBeyondLimits: typed.walletBeyondLimits },
  };
  const fields = Object.keys(values) as (keyof typeof values)[];
  const changes = fields.flatMap((field) =>
    stored === null || stored[field] !== typed[field] ? Object.entries(values[field]) : [],
  );
  if (changes.length === 0) return null;
  return {
    planId: typed.planId,
    ...Object.fromEntries(changes),
    ...(stored === null ? { onlyIfMissing: true } : {}),
  };
}
