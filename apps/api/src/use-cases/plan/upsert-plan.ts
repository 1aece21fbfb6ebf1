import { accepted, rejected } from '@purser/domain/outcome';
import type { UpsertPlan } from '@purser/schema/contract/inputs';
import type { PlanView } from '@purser/schema/contract/views';
import type { PlanRecord } from '../../ports/plan-store.ts';
import { changeLines, flagText, usdLimitText } from '../command/change-lines.ts';
import { definedOnly } from '../command/defined-only.ts';
import { recordVersion } from '../command/record-version.ts';
import type { CommandDefinition, Moment } from '../command/run-command.ts';
import { newPlan } from './new-plan.ts';

type State = { readonly before: PlanRecord | null };
type Change = { readonly before: PlanRecord | null; readonly after: PlanRecord };

/** Creates a plan or changes what is sent of it; every change keeps the old version (rule P3). */
export const upsertPlan: CommandDefinition<UpsertPlan, State, Change, PlanView> = {
  operation: 'upsert-plan',
  load: async (stores, { planId }) => ({ before: await stores.plans.lock(planId) }),
  decide: ({ before }, input, moment) => {
    const keep = before !== null && input.onlyIfMissing === true;
    const after = keep ? before : changed(before, input, moment);
    if (after.provider === 'stripe' && after.stripePriceId === null) {
      return rejected({
        code: 'invalid_value' as const,
        field: 'stripePriceId',
        message: 'A plan of provider stripe needs the id of its Stripe price.',
      });
    }
    const changes = planLines(before, after);
    const unchanged = keep || (before !== null && changes.length === 0);
    return accepted({
      change: { before, after },
      preview: unchanged && before !== null ? before : after,
      changes: unchanged ? [] : changes,
      audit: { targetType: 'plan', targetId: input.planId, before, after },
      affects: 'project' as const,
      unchanged,
    });
  },
  apply: async (stores, { before, after }, moment) => {
    await stores.plans.save(after);
    await recordVersion(stores, moment, {
      subject: 'plan',
      subjectId: after.planId,
      before,
      after,
    });
    return undefined;
  },
};

function changed(before: PlanRecord | null, input: UpsertPlan, moment: Moment): PlanRecord {
  const { onlyIfMissing: _, planId, ...sent } = input;
  const base = before ?? newPlan(planId, moment, input.monthlyPriceMicroUsd ?? 0n);
  return {
    ...base,
    ...definedOnly(sent),
    version: before === null ? 1 : before.version + 1,
    updatedAt: moment.now,
  };
}

function planLines(before: PlanRecord | null, after: PlanRecord) {
  const line = (label: string, text: (plan: PlanRecord) => string | null) => ({
    label,
    before: before === null ? null : text(before),
    after: text(after),
  });
  return changeLines([
    line('name', (plan) => plan.name),
    line('provider', (plan) => plan.provider),
    line('monthly price', (plan) => usdLimitText(plan.monthlyPriceMicroUsd)),
    line('Stripe price', (plan) => plan.stripePriceId),
    line('active', (plan) => flagText(plan.active)),
    line('project pays', (plan) => flagText(plan.projectFunded)),
    line('wallet beyond limits', (plan) => flagText(plan.walletBeyondLimits)),
    line('reservation floor', ({ reservationFloorMicroUsd: floor }) =>
      floor === null ? 'none' : usdLimitText(floor),
    ),
    line('notes', (plan) => plan.notes),
    line('metadata', (plan) => (plan.metadata === null ? null : JSON.stringify(plan.metadata))),
  ]);
}
