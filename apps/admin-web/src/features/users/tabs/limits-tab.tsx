import { useQuery } from '@apollo/client/react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { EmptyState } from '../../../components/empty-state.tsx';
import { QueryBehind } from '../../../components/query-behind.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Section } from '../../../components/section.tsx';
import { UserLimitsDocument } from '../../../generated/users/graphql.ts';
import type { Breakdown } from '../limit-arithmetic.ts';
import { Forecast } from './forecast.tsx';
import { LimitLines } from './limit-lines.tsx';
import { LimitsFilter } from './limits-filter.tsx';
import classes from './limits-tab.module.css';
import { LiveHolds } from './live-holds.tsx';
import { RecentDenials } from './recent-denials.tsx';
import { WhoPays } from './who-pays.tsx';

const route = getRouteApi('/users/$userId');

/** Live numbers move while one looks at them. */
const pollMs = 5_000;

/** The effective policy of the project and of a bundle as arithmetic, who pays, what is held, what was refused. */
export function LimitsTab({ userId }: { readonly userId: string }) {
  const { bundle, asPlan } = route.useSearch();
  const variables = { userId, bundleId: bundle ?? null, asPlanId: asPlan ?? null };
  const query = useQuery(UserLimitsDocument, { variables, pollInterval: pollMs });
  return (
    <>
      <LimitsFilter />
      <QueryView query={query}>
        {({ user }) =>
          user?.budgetBreakdown ? (
            <>
              <BreakdownView userId={userId} breakdown={user.budgetBreakdown} />
              <QueryBehind document={UserLimitsDocument} variables={variables} />
            </>
          ) : (
            <EmptyState title="There is nothing to break down">No plan has this id.</EmptyState>
          )
        }
      </QueryView>
    </>
  );
}

function BreakdownView({
  userId,
  breakdown,
}: {
  readonly userId: string;
  readonly breakdown: Breakdown;
}) {
  return (
    <div className={classes.columns}>
      <div className={classes.wide}>
        {scopesOf(breakdown).map((scope) => (
          <Section
            key={scope}
            title={<ScopeTitle scope={scope} bundle={breakdown.bundleId} />}
            framed
            aside={
              <Link to="/users/$userId" params={{ userId }} search={{ tab: 'turns' }}>
                show me the turns
              </Link>
            }
          >
            <LimitLines
              lines={breakdown.limits.filter((line) => line.scope === scope)}
              grants={breakdown.grants}
            />
          </Section>
        ))}
      </div>
      <div className={classes.narrow}>
        <Forecast breakdown={breakdown} />
        <WhoPays breakdown={breakdown} userId={userId} />
        <RecentDenials denials={breakdown.recentDenials} />
        <LiveHolds holds={breakdown.holds} />
      </div>
    </div>
  );
}

/** The project's limits also depend on the bundle that is asked for: a grant may count in it alone. */
function ScopeTitle({ scope, bundle }: { readonly scope: string; readonly bundle: string }) {
  if (scope !== '*')
    return (
      <>
        In bundle <code>{scope}</code>
      </>
    );
  if (bundle === '*') return 'In the whole project';
  return (
    <>
      In the whole project, for turns in <code>{bundle}</code>
    </>
  );
}

/** The project first, then its bundles by name. */
function scopesOf({ limits }: Breakdown): readonly string[] {
  const scopes = [...new Set(limits.map((line) => line.scope))];
  return scopes.toSorted((a, b) => (a === '*' ? -1 : b === '*' ? 1 : a.localeCompare(b)));
}
