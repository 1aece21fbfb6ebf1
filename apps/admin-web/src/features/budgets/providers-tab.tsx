import { useQuery } from '@apollo/client/react';
import { formatUsd } from '@purser/domain/money/format-usd';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { LimitBar } from '../../components/limit-bar.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import {
  ProviderBudgetsDocument,
  type ProviderBudgetsQuery,
} from '../../generated/budgets/graphql.ts';
import { microUsd, microUsdOrNull } from '../../lib/amounts.ts';
import classes from './budgets.module.css';

type ProviderBudget = ProviderBudgetsQuery['providerBudgets'][number];

const windowWords = { HOUR: 'This hour', DAY: 'Today', MONTH: 'This month' } as const;
const pollMs = 10_000;

/** Spent and held against the cap of every window of every provider. */
export function ProvidersTab() {
  const query = useQuery(ProviderBudgetsDocument, { pollInterval: pollMs });
  return (
    <QueryView query={query}>
      {({ providerBudgets }) =>
        providerBudgets.length === 0 ? (
          <EmptyState title="No provider yet">
            A provider shows up once it has a budget, or a turn has used it.
          </EmptyState>
        ) : (
          <>
            <div className={classes.grid}>
              {providerBudgets.map((budget) => (
                <ProviderWindows key={`${budget.provider} ${budget.bundleId}`} budget={budget} />
              ))}
            </div>
            <QueryBehind document={ProviderBudgetsDocument} />
          </>
        )
      }
    </QueryView>
  );
}

function ProviderWindows({ budget }: { readonly budget: ProviderBudget }) {
  const edit = {
    tab: 'providers',
    provider: budget.provider,
    providerBundle: budget.bundleId,
  } as const;
  return (
    <Section
      framed
      title={
        budget.bundleId === '*' ? (
          budget.provider
        ) : (
          <>
            {budget.provider} in <code>{budget.bundleId}</code>
          </>
        )
      }
      aside={
        <>
          {budget.policy === null ? (
            <StatusBadge tone="attention">no budget</StatusBadge>
          ) : budget.policy.active ? null : (
            <StatusBadge tone="neutral">off</StatusBadge>
          )}
          <Link to="/ledger" search={{ kind: 'spend', q: budget.provider }}>
            show me
          </Link>
          <Link to="/plans" search={edit}>
            {budget.policy ? 'change' : 'set one'}
          </Link>
        </>
      }
    >
      {budget.windows.map((window) => (
        <LimitBar
          key={window.window}
          label={windowWords[window.window]}
          name={`${budget.provider}, ${windowWords[window.window]}`}
          allowed={microUsdOrNull(window.limitUsd)}
          used={microUsd(window.spentUsd)}
          held={microUsd(window.heldUsd)}
          format={formatUsd}
          below={
            <>
              starts anew <TimeAgo at={window.resetsAt} />
            </>
          }
        />
      ))}
    </Section>
  );
}
