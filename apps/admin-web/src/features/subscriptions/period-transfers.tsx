import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { CopyText } from '../../components/copy-text.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Pager } from '../../components/pager.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { TransferList } from '../../components/transfer-list.tsx';
import { PeriodTransfersDocument } from '../../generated/subscriptions/graphql.ts';
import { PeriodSum } from './period-sum.tsx';

type PeriodTransfersProps = {
  readonly userId: string;
  readonly periodKey: string;
  readonly onClose: () => void;
};

/** Every movement behind one period's sum, exact to the micro-dollar. */
export function PeriodTransfers({ userId, periodKey, onClose }: PeriodTransfersProps) {
  const [after, setAfter] = useState<string>();
  const variables = { userId, periodKey, after: after ?? null };
  const query = useQuery(PeriodTransfersDocument, { variables });
  return (
    <Section
      title="Movements of the period"
      aside={
        <button type="button" className="linklike" onClick={onClose}>
          Hide
        </button>
      }
    >
      <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
        {({ user }) => {
          const period = user?.subscription?.period;
          if (!period) return <EmptyState title="This user has no such period" />;
          const transfers = period.transfers.edges.map((edge) => edge.node);
          const { hasNextPage, endCursor } = period.transfers.pageInfo;
          return (
            <>
              <PeriodSum period={period} />
              <p className="secondary small">
                Key <CopyText text={period.periodKey} what="period key" />
              </p>
              <TransferList
                transfers={transfers}
                from={({ kind }) => kind === 'period'}
                label="Movements of the period"
                exact
              />
              <Pager
                shown={transfers.length}
                total={null}
                noun="movements"
                isFirst={after === undefined}
                nextCursor={hasNextPage ? endCursor : null}
                onGo={setAfter}
              />
              <QueryBehind document={PeriodTransfersDocument} variables={variables} />
            </>
          );
        }}
      </QueryView>
    </Section>
  );
}
