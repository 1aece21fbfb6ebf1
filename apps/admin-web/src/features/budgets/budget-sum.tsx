import { formatUsd } from '@purser/domain/money/format-usd';
import { Arithmetic } from '../../components/arithmetic.tsx';
import type { ProjectBudgetQuery } from '../../generated/budgets/graphql.ts';
import { microUsd } from '../../lib/amounts.ts';

/** `$500.00 put in − $412.30 spent = $87.70 balance · $2.10 held · $85.60 available`. */
export function BudgetSum({ budget }: { readonly budget: ProjectBudgetQuery['projectBudget'] }) {
  const held = microUsd(budget.heldUsd);
  const available = microUsd(budget.availableUsd);
  return (
    <Arithmetic
      terms={[
        { key: 'in', value: formatUsd(microUsd(budget.lifetimeAddedUsd)), word: 'put in' },
        {
          key: 'out',
          value: formatUsd(microUsd(budget.lifetimeSpentUsd)),
          word: 'spent',
          sign: '\u2212',
        },
      ]}
      total={{ value: formatUsd(microUsd(budget.balanceUsd)), unit: 'balance' }}
      rest={[
        { value: formatUsd(held), word: 'held' },
        { value: formatUsd(available), word: 'available', tone: available < 0n ? 'over' : 'left' },
      ]}
    />
  );
}
