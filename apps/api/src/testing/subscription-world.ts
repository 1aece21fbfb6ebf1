import type { CommandOutcome } from '@purser/schema/contract/request-context';
import type { PeriodView, SubscriptionView } from '@purser/schema/contract/subscription';
import type { AdmitAnswer, AdmitTurn, SettleAnswer } from '@purser/schema/contract/turn';
import { sweepDuePeriods } from '../use-cases/subscription/sweep-due-periods.ts';
import { type AdminWorld, openAdminWorld } from './admin-world.ts';

/** A project with a subscriber `ada` on a plan of one price. */
export type SubscriptionWorld = AdminWorld & {
  readonly subscription: () => Promise<SubscriptionView>;
  /** Her current period. */
  readonly period: () => Promise<PeriodView>;
  readonly periodOf: (key: string) => Promise<PeriodView>;
  readonly projectBalance: () => Promise<bigint>;
  readonly admit: (turn: Partial<AdmitTurn> & { readonly turnId: string }) => Promise<AdmitAnswer>;
  readonly settle: (turnId: string, costMicroUsd: bigint) => Promise<SettleAnswer>;
  /** What the scheduled sweep does. */
  readonly sweepJob: () => Promise<number>;
};

export async function openSubscriptionWorld({
  priceMicroUsd,
  tokensPerDay = null,
  projectMicroUsd = 50_000_000n,
}: {
  readonly priceMicroUsd: bigint;
  readonly tokensPerDay?: bigint | null;
  readonly projectMicroUsd?: bigint;
}): Promise<SubscriptionWorld> {
  const world = await openAdminWorld();
  const { useCases, ctx, deps } = world;
  const ada = { userId: 'ada' };
  const plan = { planId: 'pro', monthlyPriceMicroUsd: priceMicroUsd };
  done(await useCases.plan.upsert(ctx, plan, {}));
  const policy = { planId: 'pro', bundleId: '*', limits: { tokensPerDay } };
  done(await useCases.quota.setPolicy(ctx, policy, {}));
  if (projectMicroUsd > 0n) {
    done(await useCases.budget.topUpProject(ctx, { amountMicroUsd: projectMicroUsd }, {}));
  }
  done(await useCases.subscription.create(ctx, { ...ada, planId: 'pro' }, {}));
  const subscription = async () => {
    const view = await useCases.subscription.get(ctx, ada);
    if (view === null) throw new Error('She has no subscription.');
    return view;
  };
  const present = (period: PeriodView | null | undefined) => {
    if (period === null || period === undefined) throw new Error('There is no such period.');
    return period;
  };
  return {
    ...world,
    subscription,
    period: async () => present((await subscription()).period),
    periodOf: async (key) => {
      const { items } = await useCases.subscription.periods(ctx, { ...ada, limit: 100 });
      return present(items.find((period) => period.key === key));
    },
    projectBalance: async () => (await useCases.budget.project(ctx, {})).balanceMicroUsd,
    admit: async (turn) => turnDone(await useCases.turn.admit(ctx, { ...ada, ...turn })),
    settle: async (turnId, costMicroUsd) =>
      turnDone(await useCases.turn.settle(ctx, { turnId, costMicroUsd })),
    sweepJob: async () => (await sweepDuePeriods(deps, ctx.scope)).handled,
  };
}

/** The value of a command that went through. */
export function done<Value>(outcome: CommandOutcome<Value, unknown>): Value {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection));
  return outcome.value;
}

function turnDone<Value>(
  outcome: { ok: true; value: Value } | { ok: false; rejection: object },
): Value {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection));
  return outcome.value;
}
