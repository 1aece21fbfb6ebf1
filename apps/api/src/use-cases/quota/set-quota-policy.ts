import { accepted } from '@purser/domain/outcome';
import { changeLimits, unlimited, withUsdLimits } from '@purser/domain/quota/limits';
import type { SetQuotaPolicy } from '@purser/schema/contract/inputs';
import type { Priced, ReferenceView } from '@purser/schema/contract/money-views';
import type { QuotaPolicyView } from '@purser/schema/contract/views';
import type { PlanRecord } from '../../ports/plan-store.ts';
import { changeLines, flagText, limitLines } from '../command/change-lines.ts';
import { recordVersion } from '../command/record-version.ts';
import type { CommandDefinition, Moment } from '../command/run-command.ts';
import { newPlan } from '../plan/new-plan.ts';
import { referenceView } from '../reference-view.ts';

type State = {
  readonly plan: PlanRecord | null;
  readonly before: QuotaPolicyView | null;
  /** What states money in tokens. */
  readonly reference: ReferenceView;
};
type Change = {
  readonly newPlan: PlanRecord | null;
  readonly before: QuotaPolicyView | null;
  readonly after: QuotaPolicyView;
};

/**
 * Sets base limits of a plan in a bundle. What is not sent stays, null is unlimited, money becomes
 * tokens; a plan nobody knows is created, internal and without a price (rules P2, P3 and P5).
 */
export const setQuotaPolicy: CommandDefinition<
  SetQuotaPolicy,
  State,
  Change,
  Priced<QuotaPolicyView>
> = {
  operation: 'set-quota-policy',
  load: async (stores, { planId, bundleId }) => ({
    plan: await stores.plans.lock(planId),
    before: await stores.policies.lockQuota(planId, bundleId),
    reference: referenceView(await stores.policies.settings()),
  }),
  decide: ({ plan, before, reference }, { usdLimits = {}, ...input }, moment) => {
    const keep = before !== null && input.onlyIfMissing === true;
    const limits = withUsdLimits(input.limits, usdLimits, reference.pricePicoUsd);
    const after = keep ? before : changed(before, { ...input, limits }, moment);
    const changes = policyLines(before, after);
    const unchanged = keep || (before !== null && changes.length === 0);
    return accepted({
      change: { newPlan: plan === null ? newPlan(input.planId, moment) : null, before, after },
      preview: { ...(unchanged && before !== null ? before : after), reference },
      changes: unchanged ? [] : changes,
      audit: { targetType: 'quota_policy', targetId: subjectId(input), before, after },
      affects: 'project' as const,
      unchanged,
    });
  },
  apply: async (stores, { newPlan, before, after }, moment) => {
    if (newPlan !== null) {
      await stores.plans.save(newPlan);
      await recordVersion(stores, moment, {
        subject: 'plan',
        subjectId: newPlan.planId,
        before: null,
        after: newPlan,
      });
    }
    await stores.policies.saveQuota(after);
    await recordVersion(stores, moment, {
      subject: 'quota_policy',
      subjectId: subjectId(after),
      before,
      after,
    });
    return undefined;
  },
};

/** A plan id may hold any character, so the pair is written as JSON. */
function subjectId({ planId, bundleId }: { planId: string; bundleId: string }): string {
  return JSON.stringify([planId, bundleId]);
}

function changed(
  before: QuotaPolicyView | null,
  input: SetQuotaPolicy,
  moment: Moment,
): QuotaPolicyView {
  return {
    planId: input.planId,
    bundleId: input.bundleId,
    limits: changeLimits(before?.limits ?? unlimited, input.limits),
    active: input.active ?? before?.active ?? true,
    notes: input.notes === undefined ? (before?.notes ?? null) : input.notes,
    version: before === null ? 1 : before.version + 1,
    createdBy: before?.createdBy ?? moment.actor,
    updatedBy: moment.actor,
    updatedAt: moment.now,
  };
}

function policyLines(before: QuotaPolicyView | null, after: QuotaPolicyView) {
  return [
    ...limitLines(before?.limits ?? null, after.limits),
    ...changeLines([
      {
        label: 'active',
        before: before === null ? null : flagText(before.active),
        after: flagText(after.active),
      },
      { label: 'notes', before: before?.notes ?? null, after: after.notes },
    ]),
  ];
}
