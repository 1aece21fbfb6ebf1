import { useQuery } from '@apollo/client/react';
import { getRouteApi } from '@tanstack/react-router';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { OverviewDocument } from '../../generated/overview/graphql.ts';
import { Attention } from './attention.tsx';
import { EndingPanel } from './ending-panel.tsx';
import { ExpiringSoon } from './expiring-soon.tsx';
import { OverviewFigures } from './overview-figures.tsx';
import classes from './overview-page.module.css';
import { ProviderBudgets } from './provider-budgets.tsx';
import { RevenuePanel } from './revenue-panel.tsx';
import { SeedingBanner } from './seeding-banner.tsx';
import { SpendSection } from './spend-section.tsx';
import { StoryBanner } from './story-banner.tsx';

const route = getRouteApi('/');

/** How often the figures are read again while the page is open. */
const pollMs = 10_000;

/** What an operator wants to know first: spent, earned, ending, failing, refused. */
export function OverviewPage() {
  const query = useQuery(OverviewDocument, { pollInterval: pollMs });
  const { show } = route.useSearch();
  const navigate = route.useNavigate();
  const close = () => void navigate({ search: (old) => ({ ...old, show: undefined }) });
  return (
    <>
      <PageHeader
        title="Overview"
        sentence="What this project spent, earned and refused, and what needs a hand."
      />
      <QueryView query={query}>
        {({ overview }) => (
          <>
            {overview.seeding ? <SeedingBanner seeding={overview.seeding} /> : null}
            {overview.story ? <StoryBanner story={overview.story} /> : null}
            <OverviewFigures overview={overview} />
            <div className={classes.columns}>
              <div className={classes.wide}>
                <SpendSection now={overview.now} />
                <ProviderBudgets />
                <QueryBehind document={OverviewDocument} />
              </div>
              <div className={classes.narrow}>
                <Attention overview={overview} />
                <ExpiringSoon />
              </div>
            </div>
            {show === 'revenue' ? <RevenuePanel now={overview.now} onClose={close} /> : null}
            {show === 'ending' ? <EndingPanel onClose={close} /> : null}
          </>
        )}
      </QueryView>
    </>
  );
}
