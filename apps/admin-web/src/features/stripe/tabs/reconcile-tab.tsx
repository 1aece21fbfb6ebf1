import { useQuery } from '@apollo/client/react';
import { Button, Tooltip } from '@mantine/core';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Facts } from '../../../components/facts.tsx';
import { QueryBehind } from '../../../components/query-behind.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Section } from '../../../components/section.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import {
  ReconcileRunsDocument,
  type ReconcileRunsQuery,
  type StripeStatusQuery,
} from '../../../generated/stripe/graphql.ts';
import { useMay } from '../../../session/session-provider.tsx';
import { DriftSection } from '../drift-section.tsx';
import { type Reconciled, ReconcileResult } from '../reconcile-result.tsx';
import classes from '../stripe.module.css';

type ReconcileTabProps = {
  readonly status: StripeStatusQuery['stripeStatus'];
  /** What the last run of this visit did. */
  readonly result: Reconciled | null;
  readonly onReconcile: () => void;
};

/** Catching up with Stripe by hand; a job does the same by itself. */
export function ReconcileTab({ status, result, onReconcile }: ReconcileTabProps) {
  const mayAsk = useMay('event:write');
  const maySeeRuns = useMay('audit:read');
  const isOff = status.mode === 'NONE' || !mayAsk;
  const why = mayAsk ? 'Stripe is not configured.' : 'Reconciling needs event:write.';
  return (
    <>
      <div className={classes.actions}>
        <Tooltip label={why} disabled={!isOff}>
          <Button
            data-disabled={isOff}
            aria-disabled={isOff}
            onClick={() => !isOff && onReconcile()}
          >
            Reconcile now
          </Button>
        </Tooltip>
      </div>
      {result === null ? null : <ReconcileResult result={result} />}
      <Section title="How it stands">
        <Facts
          facts={[
            {
              term: 'Oldest pending request',
              value: <TimeAgo at={status.oldestPendingAt} none="none" />,
            },
            { term: 'Last event', value: <TimeAgo at={status.lastEventAt} /> },
            {
              term: 'Events read to the end',
              value: <TimeAgo at={status.lastReconciledAt} none="not yet" />,
            },
          ]}
        />
      </Section>
      {status.mode === 'NONE' ? null : <DriftSection />}
      {maySeeRuns ? <Runs /> : null}
    </>
  );
}

type Run = ReconcileRunsQuery['auditLog']['edges'][number]['node'];

const columns: readonly Column<Run>[] = [
  {
    key: 'when',
    header: 'When',
    width: '110px',
    cell: ({ recordedAt }) => <TimeAgo at={recordedAt} />,
  },
  { key: 'who', header: 'Who', width: '200px', cell: ({ actor }) => <code>{actor}</code> },
  { key: 'why', header: 'Why', show: 'medium', cell: ({ reason }) => reason },
  {
    key: 'asked',
    header: 'Requests asked',
    align: 'end',
    width: '130px',
    cell: ({ after }) => askedOf(after),
  },
];

function Runs() {
  const query = useQuery(ReconcileRunsDocument);
  return (
    <Section title="Runs by hand" aside="the last 10">
      <QueryView query={query}>
        {({ auditLog: { edges } }) =>
          edges.length === 0 ? (
            <EmptyState title="Nobody reconciled by hand yet">
              Pending requests are asked again by themselves, and missing events are read every few
              minutes.
            </EmptyState>
          ) : (
            <DataTable
              label="Runs of reconcile"
              columns={columns}
              rows={edges.map(({ node }) => node)}
              rowKey={({ id }) => id}
            />
          )
        }
      </QueryView>
      <QueryBehind document={ReconcileRunsDocument} />
    </Section>
  );
}

function askedOf(after: unknown): string {
  if (typeof after !== 'object' || after === null || !('requests' in after)) return '–';
  return String(after.requests);
}
