import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { CopyText } from '../../components/copy-text.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { type Fact, Facts } from '../../components/facts.tsx';
import { Money } from '../../components/money.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SidePanel } from '../../components/side-panel.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { EventDetailDocument } from '../../generated/events/graphql.ts';
import { useMay } from '../../session/session-provider.tsx';
import { AtStripe } from '../stripe/stripe-id.tsx';
import { EventBadge } from './event-badge.tsx';
import type { EventDetail } from './event-detail.ts';
import { EventEffects } from './event-effects.tsx';
import classes from './events.module.css';
import { RetryDialog } from './retry-dialog.tsx';

type EventPanelProps = {
  readonly id: string;
  readonly retrying: boolean;
  readonly onRetry: (retrying: boolean) => void;
  readonly onClose: () => void;
};

/** One event whole: what came, what became of it, and what is kept of it. */
export function EventPanel({ id, retrying, onRetry, onClose }: EventPanelProps) {
  const query = useQuery(EventDetailDocument, { variables: { id } });
  const mayRetry = useMay('event:write');
  return (
    <SidePanel title="Event" onClose={onClose}>
      <QueryView query={query}>
        {({ node }) => {
          if (node?.__typename !== 'ExternalEvent')
            return <EmptyState title="There is no such event" />;
          const isOpen = node.status !== 'APPLIED' && node.status !== 'PENDING';
          return (
            <>
              <Facts facts={factsOf(node)} />
              {isOpen && mayRetry && node.source === 'STRIPE' ? (
                <p className={classes.actions}>
                  <Button onClick={() => onRetry(true)}>
                    {node.errorCode === 'amount_mismatch'
                      ? 'Grant anyway, or try again'
                      : 'Try again'}
                  </Button>
                  {node.status === 'FAILED' ? (
                    <AtStripe id={objectIdOf(node.payload) ?? node.externalId}>
                      Refund it at Stripe
                    </AtStripe>
                  ) : null}
                </p>
              ) : null}
              {node.effects === null ? null : <EventEffects effects={node.effects} />}
              <h3 className={classes.heading}>What is kept of it</h3>
              <pre className={classes.raw}>{JSON.stringify(node.payload, null, 2)}</pre>
              <QueryBehind document={EventDetailDocument} variables={{ id }} />
              {retrying ? <RetryDialog event={node} onClose={() => onRetry(false)} /> : null}
            </>
          );
        }}
      </QueryView>
    </SidePanel>
  );
}

/** The object at Stripe that the event is about. */
function objectIdOf(payload: unknown): string | null {
  const data = fieldOf(payload, 'data');
  const id = fieldOf(fieldOf(data, 'object'), 'id');
  return typeof id === 'string' ? id : null;
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

function factsOf(event: EventDetail): readonly Fact[] {
  const { userId, amountUsd } = event;
  return [
    { term: 'State', value: <EventBadge status={event.status} /> },
    ...(event.error === null
      ? []
      : [{ term: event.status === 'IGNORED' ? 'Why' : 'What is wrong', value: event.error }]),
    ...(event.errorCode === null ? [] : [{ term: 'Code', value: <code>{event.errorCode}</code> }]),
    { term: 'Kind', value: <code>{event.kind}</code> },
    { term: 'From', value: event.source === 'STRIPE' ? 'Stripe' : 'Purser itself' },
    { term: 'Its id there', value: <CopyText text={event.externalId} what="id" /> },
    {
      term: 'User',
      value:
        userId === null ? (
          'not known'
        ) : (
          <Link to="/users/$userId" params={{ userId }}>
            {userId}
          </Link>
        ),
    },
    { term: 'Amount', value: amountUsd === null ? 'none' : <Money amount={amountUsd} /> },
    { term: 'Attempts that failed by a fault', value: String(event.attempts) },
    { term: 'Next attempt', value: <TimeAgo at={event.nextAttemptAt} none="none by itself" /> },
    { term: 'Happened', value: <TimeAgo at={event.occurredAt} /> },
    { term: 'Came', value: <TimeAgo at={event.createdAt} /> },
    { term: 'Last change', value: <TimeAgo at={event.updatedAt} /> },
  ];
}
