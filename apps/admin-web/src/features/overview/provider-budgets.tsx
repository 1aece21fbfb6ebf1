import { useQuery } from '@apollo/client/react';
import { formatUsd } from '@purser/domain/money/format-usd';
import { Link } from '@tanstack/react-router';
import { LimitBar } from '../../components/limit-bar.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { Section } from '../../components/section.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { OverviewProvidersDocument } from '../../generated/overview/graphql.ts';
import { microUsd, microUsdOrNull } from '../../lib/amounts.ts';
import { useMay } from '../../session/session-provider.tsx';
import classes from './overview-page.module.css';

/** Today's spending against each provider's daily budget. */
export function ProviderBudgets() {
  const mayRead = useMay('budget:read');
  const { data } = useQuery(OverviewProvidersDocument, { skip: !mayRead });
  const budgets = (data?.providerBudgets ?? []).filter((budget) => budget.bundleId === '*');
  if (budgets.length === 0) return null;
  return (
    <Section
      title="Provider budgets today"
      framed
      aside={
        <Link to="/budgets" search={{ tab: 'providers' }}>
          all windows
        </Link>
      }
    >
      {budgets.map((budget) => {
        const day = budget.windows.find((window) => window.window === 'DAY');
        if (!day) return null;
        return (
          <div key={budget.provider} className={classes.providerLine}>
            <LimitBar
              label={budget.provider}
              name={`${budget.provider} today`}
              allowed={microUsdOrNull(day.limitUsd)}
              used={microUsd(day.spentUsd)}
              held={microUsd(day.heldUsd)}
              format={formatUsd}
              below={
                <>
                  starts anew <TimeAgo at={day.resetsAt} />
                </>
              }
            />
          </div>
        );
      })}
      <QueryBehind document={OverviewProvidersDocument} />
    </Section>
  );
}
