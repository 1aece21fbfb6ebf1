import { accepted, rejected } from '@purser/domain/outcome';
import { everyBundle } from '@purser/domain/plan/plan';
import type { SetReservationFloor } from '@purser/schema/contract/inputs';
import type { ReservationFloorView } from '@purser/schema/contract/money-views';
import type { PlanRecord } from '../../ports/plan-store.ts';
import type { Stores } from '../../ports/unit-of-work.ts';
import { changeLines, usdLimitText } from '../command/change-lines.ts';
import { recordVersion } from '../command/record-version.ts';
import type { CommandDefinition, Moment } from '../command/run-command.ts';

type State =
  | { readonly target: 'plan'; readonly plan: PlanRecord | null }
  | { readonly target: 'bundle'; readonly floorMicroUsd: bigint | null };

type Change = { readonly state: State; readonly after: ReservationFloorView };

/** Sets the least that turns of a plan, or in a bundle, hold; the bundle's own replaces the plan's (rule T2). */
export const setReservationFloor: CommandDefinition<
  SetReservationFloor,
  State,
  Change,
  ReservationFloorView
> = {
  operation: 'set-reservation-floor',
  load: async (stores, { target, id }) =>
    target === 'plan'
      ? { target, plan: await stores.plans.lock(id) }
      : { target, floorMicroUsd: await stores.project.lockBundleFloor(id) },
  decide: (state, after) => {
    if (state.target === 'plan' && state.plan === null) {
      return rejected({
        code: 'not_found' as const,
        field: 'planId',
        message: `There is no plan "${after.id}".`,
      });
    }
    if (state.target === 'bundle' && after.id === everyBundle) {
      return rejected({
        code: 'invalid_value' as const,
        field: 'bundleId',
        message: 'Name one bundle: for all of them, set the floor of a plan.',
      });
    }
    const before = floorOf(state);
    return accepted({
      change: { state, after },
      preview: after,
      changes: changeLines([
        { label: 'reservation floor', before: text(before), after: text(after.floorMicroUsd) },
      ]),
      audit: {
        targetType: after.target,
        targetId: after.id,
        before: { reservationFloorMicroUsd: before },
        after: { reservationFloorMicroUsd: after.floorMicroUsd },
      },
      affects: 'project' as const,
      unchanged: before === after.floorMicroUsd,
    });
  },
  apply: async (stores, { state, after }, moment) => {
    if (state.target === 'plan') await savePlan(stores, state.plan, after, moment);
    else await saveBundle(stores, state.floorMicroUsd, after, moment);
    return undefined;
  },
};

async function savePlan(
  stores: Stores,
  before: PlanRecord | null,
  { floorMicroUsd }: ReservationFloorView,
  moment: Moment,
): Promise<void> {
  if (before === null) return;
  const version = before.version + 1;
  const after = {
    ...before,
    version,
    reservationFloorMicroUsd: floorMicroUsd,
    updatedAt: moment.now,
  };
  await stores.plans.save(after);
  await recordVersion(stores, moment, { subject: 'plan', subjectId: before.planId, before, after });
}

async function saveBundle(
  stores: Stores,
  before: bigint | null,
  { id, floorMicroUsd }: ReservationFloorView,
  moment: Moment,
): Promise<void> {
  await stores.project.setBundleFloor(id, floorMicroUsd);
  await stores.policies.recordVersion({
    id: moment.newId(),
    subject: 'bundle_floor',
    subjectId: id,
    version: 0,
    before: { reservationFloorMicroUsd: before },
    after: { reservationFloorMicroUsd: floorMicroUsd },
    actor: moment.actor,
    reason: moment.reason,
    changedAt: moment.now,
  });
}

function floorOf(state: State): bigint | null {
  return state.target === 'plan'
    ? (state.plan?.reservationFloorMicroUsd ?? null)
    : state.floorMicroUsd;
}

function text(floorMicroUsd: bigint | null): string {
  return floorMicroUsd === null ? 'none' : usdLimitText(floorMicroUsd);
}
