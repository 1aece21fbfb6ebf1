import { accepted } from '@purser/domain/outcome';
import type { SetBudgetPolicy } from '@purser/schema/contract/inputs';
import type { BudgetPolicyView } from '@purser/schema/contract/views';
import { changeLines, flagText, usdLimitText } from '../command/change-lines.ts';
import { definedOnly } from '../command/defined-only.ts';
import { recordVersion } from '../command/record-version.ts';
import type { CommandDefinition, Moment } from '../command/run-command.ts';

type State = { readonly before: BudgetPolicyView | null };
type Change = { readonly before: BudgetPolicyView | null; readonly after: BudgetPolicyView };

/** Sets a provider's spending limits in a bundle. What is not sent stays, null is unlimited (rules P3 and B1). */
export const setBudgetPolicy: CommandDefinition<SetBudgetPolicy, State, Change, BudgetPolicyView> =
  {
    operation: 'set-budget-policy',
    load: async (stores, { provider, bundleId }) => ({
      before: await stores.budgets.lockPolicy(provider, bundleId),
    }),
    decide: ({ before }, input, moment) => {
      const keep = before !== null && input.onlyIfMissing === true;
      const after = keep ? before : changed(before, input, moment);
      const changes = policyLines(before, after);
      const unchanged = keep || (before !== null && changes.length === 0);
      return accepted({
        change: { before, after },
        preview: unchanged && before !== null ? before : after,
        changes: unchanged ? [] : changes,
        audit: { targetType: 'budget_policy', targetId: subjectId(input), before, after },
        affects: 'project' as const,
        unchanged,
      });
    },
    apply: async (stores, { before, after }, moment) => {
      await stores.budgets.savePolicy(after);
      await recordVersion(stores, moment, {
        subject: 'budget_policy',
        subjectId: subjectId(after),
        before,
        after,
      });
      return undefined;
    },
  };

function subjectId({ provider, bundleId }: { provider: string; bundleId: string }): string {
  return JSON.stringify([provider, bundleId]);
}

function changed(
  before: BudgetPolicyView | null,
  input: SetBudgetPolicy,
  moment: Moment,
): BudgetPolicyView {
  const { onlyIfMissing: _, ...sent } = input;
  const base = before ?? {
    perHourMicroUsd: null,
    perDayMicroUsd: null,
    perMonthMicroUsd: null,
    active: true,
    notes: null,
    version: 0,
  };
  return {
    ...base,
    ...definedOnly(sent),
    provider: input.provider,
    bundleId: input.bundleId,
    version: base.version + 1,
    updatedBy: moment.actor,
    updatedAt: moment.now,
  };
}

function policyLines(before: BudgetPolicyView | null, after: BudgetPolicyView) {
  const line = (label: string, text: (policy: BudgetPolicyView) => string | null) => ({
    label,
    before: before === null ? null : text(before),
    after: text(after),
  });
  return changeLines([
    line('per hour', (policy) => usdLimitText(policy.perHourMicroUsd)),
    line('per day', (policy) => usdLimitText(policy.perDayMicroUsd)),
    line('per month', (policy) => usdLimitText(policy.perMonthMicroUsd)),
    line('active', (policy) => flagText(policy.active)),
    line('notes', (policy) => policy.notes),
  ]);
}
