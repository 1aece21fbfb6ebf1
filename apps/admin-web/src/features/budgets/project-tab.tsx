import { useQuery } from '@apollo/client/react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { ExactMoneySwitch } from '../../components/exact-money-switch.tsx';
import { Figure, FigureRow } from '../../components/figure.tsx';
import { Money } from '../../components/money.tsx';
import { Pager } from '../../components/pager.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { TransferList } from '../../components/transfer-list.tsx';
import { ProjectBudgetDocument } from '../../generated/budgets/graphql.ts';
import { BudgetSum } from './budget-sum.tsx';
import { BundleSpending } from './bundle-spending.tsx';

const route = getRouteApi('/budgets');
const pollMs = 10_000;

/** Balance as arithmetic, spending by window and bundle, and every movement. */
export function ProjectTab() {
  const { after } = route.useSearch();
  const navigate = route.useNavigate();
  const variables = { after: after ?? null };
  const query = useQuery(ProjectBudgetDocument, { variables, pollInterval: pollMs });
  return (
    <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
      {({ projectBudget: budget }) => {
        const transfers = budget.transfers.edges.map((edge) => edge.node);
        return (
          <>
            <FigureRow label="Project budget">
              <Figure
                label="Available"
                value={<Money amount={budget.availableUsd} warnBelowZero />}
                note={
                  <>
                    balance <Money amount={budget.balanceUsd} warnBelowZero />
                  </>
                }
              />
              <Figure
                label="Overdraft"
                value={
                  budget.overdraftUsd === null ? (
                    'unlimited'
                  ) : (
                    <Money amount={budget.overdraftUsd} />
                  )
                }
                note={
                  <>
                    <Money amount={budget.overdraftUsedUsd} /> of it used
                  </>
                }
              />
              <Figure
                label={<Turns>Spent this hour</Turns>}
                value={<Money amount={budget.spending.hourUsd} />}
              />
              <Figure
                label={<Turns>Spent today</Turns>}
                value={<Money amount={budget.spending.dayUsd} />}
              />
              <Figure
                label={<Turns>Spent this month</Turns>}
                value={<Money amount={budget.spending.monthUsd} />}
                note="UTC hour, day and month"
              />
            </FigureRow>
            <Section title="How the balance comes about">
              <BudgetSum budget={budget} />
            </Section>
            <BundleSpending bundles={budget.byBundle} />
            <Section title="Movements" aside={<ExactMoneySwitch />}>
              {transfers.length === 0 ? (
                <EmptyState title="No money has moved yet">
                  A top-up is the first movement of a new project.
                </EmptyState>
              ) : (
                <>
                  <TransferList
                    linksTurns
                    transfers={transfers}
                    from={(account) => account.kind === 'project'}
                    label="Movements of the project budget"
                  />
                  <Pager
                    shown={transfers.length}
                    total={null}
                    noun="movements"
                    isFirst={after === undefined}
                    nextCursor={
                      budget.transfers.pageInfo.hasNextPage
                        ? budget.transfers.pageInfo.endCursor
                        : null
                    }
                    onGo={(cursor) =>
                      void navigate({ search: (old) => ({ ...old, after: cursor }) })
                    }
                  />
                </>
              )}
            </Section>
            <QueryBehind document={ProjectBudgetDocument} variables={variables} />
          </>
        );
      }}
    </QueryView>
  );
}

/** The settled turns, newest first: each opens to the transfers that spent it. */
function Turns({ children }: { readonly children: string }) {
  return (
    <Link to="/turns" search={{ state: 'settled' }}>
      {children}
    </Link>
  );
}
