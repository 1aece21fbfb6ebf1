import { formatUsdExact } from '@purser/domain/money/format-usd';
import { accepted } from '@purser/domain/outcome';
import type { TopUpProject } from '@purser/schema/contract/inputs';
import type { ProjectBudgetView } from '@purser/schema/contract/money-views';
import { changeLines } from '../command/change-lines.ts';
import type { CommandDefinition } from '../command/run-command.ts';
import { postOrThrow } from '../ledger/post-or-throw.ts';

/** Adds the operator's own money to the project budget: funding(operator) → project (rule L4). */
export const topUpProject: CommandDefinition<
  TopUpProject,
  ProjectBudgetView,
  bigint,
  ProjectBudgetView
> = {
  operation: 'top-up-project',
  load: (stores, _input, moment) => stores.budgets.projectBudget(moment.now),
  decide: (before, { amountMicroUsd }) => {
    const after = withCredit(before, amountMicroUsd);
    return accepted({
      change: amountMicroUsd,
      preview: after,
      changes: changeLines([
        line('project balance', before.balanceMicroUsd, after.balanceMicroUsd),
        line('project available', before.availableMicroUsd, after.availableMicroUsd),
      ]),
      audit: {
        targetType: 'project',
        targetId: 'budget',
        before: { balanceMicroUsd: before.balanceMicroUsd },
        after: { balanceMicroUsd: after.balanceMicroUsd, amountMicroUsd },
      },
      affects: 'nobody' as const,
    });
  },
  apply: async (stores, amountMicroUsd, moment) => {
    await postOrThrow(stores.ledger, {
      key: `project-topup:${moment.commandKey}`,
      legs: [
        {
          debit: { kind: 'funding', reference: 'operator' },
          credit: { kind: 'project', reference: '' },
          amountMicroUsd,
          kind: 'project_topup',
        },
      ],
      actor: moment.actor,
      reason: moment.reason,
      effectiveAtMs: moment.nowMs,
    });
    return stores.budgets.projectBudget(moment.now);
  },
};

function withCredit(before: ProjectBudgetView, amountMicroUsd: bigint): ProjectBudgetView {
  const balanceMicroUsd = before.balanceMicroUsd + amountMicroUsd;
  return {
    ...before,
    creditsMicroUsd: before.creditsMicroUsd + amountMicroUsd,
    balanceMicroUsd,
    availableMicroUsd: before.availableMicroUsd + amountMicroUsd,
    lifetimeAddedMicroUsd: before.lifetimeAddedMicroUsd + amountMicroUsd,
    overdraftUsedMicroUsd: balanceMicroUsd < 0n ? -balanceMicroUsd : 0n,
  };
}

function line(label: string, beforeMicroUsd: bigint, afterMicroUsd: bigint) {
  return { label, before: formatUsdExact(beforeMicroUsd), after: formatUsdExact(afterMicroUsd) };
}
