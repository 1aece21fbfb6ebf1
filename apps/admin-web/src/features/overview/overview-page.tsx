import { useQuery } from '@apollo/client/react';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { OverviewDocument } from '../../generated/overview/graphql.ts';
import { Attention } from './attention.tsx';
import { ExpiringSoon } from './expiring-soon.tsx';
import { OverviewFigures } from './overview-figures.tsx';
import classes from './overview-page.module.css';
import { ProviderBudgets } from './provider-budgets.tsx';
import { SeedingBanner } from './seeding-banner.tsx';
import { SpendSection } from './spend-section.tsx';
import { StoryBanner } from './story-banner.tsx';

/** How often the figures are read again while the page is open. */
const pollMs = 10_000;

/** What an operator wants to know first: spent, earned, ending, failing, refused. */
export function OverviewPage() {
  const query = useQuery(OverviewDocument, { pollInterval: pollMs });
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
              </div>
              <div className={classes.narrow}>
                <Attention overview={overview} />
                <ExpiringSoon />
              </div>
            </div>
          </>
        )}
      </QueryView>
    </>
  );
}
