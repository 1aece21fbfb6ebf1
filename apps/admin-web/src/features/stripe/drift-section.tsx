import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { StripeDriftDocument, type StripeDriftQuery } from '../../generated/stripe/graphql.ts';
import { useMay } from '../../session/session-provider.tsx';
import { FixDriftDialog } from './fix-drift-dialog.tsx';
import classes from './stripe.module.css';
import { StripeId } from './stripe-id.tsx';

const route = getRouteApi('/stripe');

const days = 7;

/** Compares what is stored here with what Stripe says, once somebody asks; Stripe is asked for every object. */
export function DriftSection() {
  const { compare } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Section title="What differs from Stripe" aside={`subscriptions, and payments of ${days} days`}>
      {compare === 'now' ? (
        <Drift />
      ) : (
        <div className={classes.actions}>
          <Button
            variant="default"
            onClick={() => void navigate({ search: (old) => ({ ...old, compare: 'now' }) })}
          >
            Compare now
          </Button>
        </div>
      )}
    </Section>
  );
}

type Line = StripeDriftQuery['stripeDrift']['lines'][number];

function Drift() {
  const { fix } = route.useSearch();
  const navigate = route.useNavigate();
  const mayFix = useMay('event:write');
  const variables = { days };
  const query = useQuery(StripeDriftDocument, { variables, fetchPolicy: 'network-only' });
  const open = (next: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, fix: next }) });
  return (
    <QueryView query={query}>
      {({ stripeDrift: { subscriptions, payments, lines, error } }) => {
        const chosen = lines.find(({ objectId }) => objectId === fix);
        return (
          <>
            <p className="secondary">
              {subscriptions} subscriptions and {payments} payments were compared.
            </p>
            {error === null ? null : (
              <p className={classes.fault} role="alert">
                {error}
              </p>
            )}
            {lines.length === 0 ? (
              <EmptyState title="Nothing differs" />
            ) : (
              <DataTable
                label="Differences"
                columns={columnsFor(mayFix, open)}
                rows={lines}
                rowKey={({ objectId, field }) => `${objectId} ${field}`}
              />
            )}
            <QueryBehind document={StripeDriftDocument} variables={variables} />
            {chosen ? <FixDriftDialog line={chosen} onClose={() => open(undefined)} /> : null}
          </>
        );
      }}
    </QueryView>
  );
}

function columnsFor(mayFix: boolean, open: (objectId: string) => void): readonly Column<Line>[] {
  return [
    { key: 'object', header: 'Object', cell: ({ objectId }) => <StripeId id={objectId} /> },
    {
      key: 'field',
      header: 'What',
      width: '150px',
      cell: ({ field }) => field.replaceAll('_', ' '),
    },
    {
      key: 'here',
      header: 'Here',
      width: '170px',
      show: 'medium',
      cell: ({ here }) => here ?? '–',
    },
    {
      key: 'there',
      header: 'At Stripe',
      width: '170px',
      show: 'medium',
      cell: ({ there }) => there ?? '–',
    },
    {
      key: 'fix',
      header: '',
      align: 'end',
      width: '104px',
      cell: ({ objectId }) =>
        mayFix ? (
          <Button size="compact-xs" variant="default" onClick={() => open(objectId)}>
            Fix
          </Button>
        ) : null,
    },
  ];
}
