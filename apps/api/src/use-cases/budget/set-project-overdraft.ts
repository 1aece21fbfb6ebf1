import { accepted } from '@purser/domain/outcome';
import type { ProjectBudgetView } from '@purser/schema/contract/money-views';
import { changeLines, usdLimitText } from '../command/change-lines.ts';
import type { CommandDefinition } from '../command/run-command.ts';

type Input = { readonly overdraftMicroUsd: bigint | null };
type Change = { readonly before: bigint | null; readonly after: bigint | null };

/** Says how far below zero holds may take the project: 0 = not at all, null = without a bound (rule L2). */
export const setProjectOverdraft: CommandDefinition<
  Input,
  ProjectBudgetView,
  Change,
  ProjectBudgetView
> = {
  operation: 'set-project-overdraft',
  load: (stores, _input, moment) => stores.budgets.lockProjectBudget(moment.now),
  decide: (budget, { overdraftMicroUsd: after }) => {
    const before = budget.overdraftMicroUsd;
    return accepted({
      change: { before, after },
      preview: { ...budget, overdraftMicroUsd: after },
      changes: changeLines([
        { label: 'overdraft', before: usdLimitText(before), after: usdLimitText(after) },
      ]),
      audit: {
        targetType: 'project',
        targetId: 'overdraft',
        before: { overdraftMicroUsd: before },
        after: { overdraftMicroUsd: after },
      },
      affects: 'project' as const,
      unchanged: before === after,
    });
  },
  apply: async (stores, { before, after }, moment) => {
    await stores.budgets.setProjectOverdraft(after, moment.now);
    await stores.policies.recordVersion({
      id: moment.newId(),
      subject: 'project_overdraft',
      subjectId: '',
      version: 0,
      before: { overdraftMicroUsd: before },
      after: { overdraftMicroUsd: after },
      actor: moment.actor,
      reason: moment.reason,
      changedAt: moment.now,
    });
    return undefined;
  },
};
