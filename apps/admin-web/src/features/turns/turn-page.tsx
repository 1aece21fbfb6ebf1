import { useQuery } from '@apollo/client/react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { CopyText } from '../../components/copy-text.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { TurnLine } from '../../components/turn-line/turn-line.tsx';
import { TurnStateBadge } from '../../components/turn-state-badge.tsx';
import { TurnLineageDocument, type TurnLineageQuery } from '../../generated/turns/graphql.ts';

const route = getRouteApi('/turns/$turnId');

/** One turn as one vertical line from decision to settlement. */
export function TurnPage() {
  const { turnId } = route.useParams();
  const query = useQuery(TurnLineageDocument, { variables: { turnId } });
  return (
    <>
      <PageHeader
        documentTitle={`Turn ${turnId}`}
        trail={<Link to="/turns">Turns</Link>}
        title={
          <>
            <CopyText text={turnId} what="turn id" />
            {query.data ? <State lineage={query.data.turn} /> : null}
          </>
        }
        sentence="From decision to settlement: every check, every hold, every cent."
      />
      <div style={{ maxWidth: 860 }}>
        <QueryView query={query}>
          {({ turn }) => (
            <>
              <TurnLine lineage={turn} />
              <QueryBehind document={TurnLineageDocument} variables={{ turnId }} />
            </>
          )}
        </QueryView>
      </div>
    </>
  );
}

function State({ lineage }: { readonly lineage: TurnLineageQuery['turn'] }) {
  if (lineage.turn) return <TurnStateBadge state={lineage.turn.state} />;
  return lineage.denials.length > 0 ? <TurnStateBadge state="DENIED" /> : null;
}
