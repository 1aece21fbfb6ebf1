import { useQuery } from '@apollo/client/react';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import type { RequestFieldsFragment } from '../../generated/fragments/graphql.ts';
import {
  SubscriptionOfUserDocument,
  WaitingAtStripeDocument,
} from '../../generated/subscriptions/graphql.ts';
import { useMay } from '../../session/session-provider.tsx';
import { WaitingRequests } from '../stripe/waiting-requests.tsx';
import { PeriodSum } from './period-sum.tsx';
import { PeriodTimeline } from './period-timeline.tsx';
import { PeriodTransfers } from './period-transfers.tsx';
import { SubscriptionActions } from './subscription-actions.tsx';
import { SubscriptionFacts } from './subscription-facts.tsx';
import classes from './subscriptions.module.css';
import type { SubscriptionDialog } from './urls.ts';

export type SubscriptionViewProps = {
  readonly userId: string;
  /** The period whose transfers are shown. */
  readonly periodKey: string | undefined;
  readonly onPeriod: (periodKey: string | undefined) => void;
  readonly onDialog: (dialog: SubscriptionDialog) => void;
};

/** One user's subscription: what can be done, the period as a sum, its history and every movement. */
export function SubscriptionView({ userId, periodKey, onPeriod, onDialog }: SubscriptionViewProps) {
  const query = useQuery(SubscriptionOfUserDocument, { variables: { userId } });
  const waiting = useWaiting(userId);
  return (
    <QueryView query={query}>
      {({ user }) => {
        const subscription = user?.subscription;
        if (!subscription)
          return (
            <>
              <WaitingRequests requests={waiting} />
              <NotSubscribed onDialog={onDialog} />
            </>
          );
        const periods = subscription.periods.edges.map((edge) => edge.node);
        return (
          <div className={classes.view}>
            <WaitingRequests requests={waiting} />
            <SubscriptionActions
              subscription={subscription}
              waiting={waiting}
              onDialog={onDialog}
            />
            <div className={classes.columns}>
              <Section title="Subscription">
                <SubscriptionFacts subscription={subscription} />
              </Section>
              <div>
                {subscription.period ? (
                  <Section title="This period">
                    <PeriodSum period={subscription.period} />
                  </Section>
                ) : null}
                {periods.length > 0 ? (
                  <Section
                    title="Periods"
                    aside={subscription.periods.pageInfo.hasNextPage ? 'the last 24' : null}
                  >
                    <PeriodTimeline periods={periods} selectedKey={periodKey} onSelect={onPeriod} />
                  </Section>
                ) : null}
                {periodKey ? (
                  <PeriodTransfers
                    key={periodKey}
                    userId={userId}
                    periodKey={periodKey}
                    onClose={() => onPeriod(undefined)}
                  />
                ) : null}
                <QueryBehind document={SubscriptionOfUserDocument} variables={{ userId }} />
              </div>
            </div>
          </div>
        );
      }}
    </QueryView>
  );
}

const subscriptionKinds: ReadonlySet<string> = new Set([
  'SUBSCRIBE',
  'CHANGE_PLAN',
  'CANCEL',
  'RESUME',
]);

/** What was asked of Stripe about this subscription and is not decided. */
function useWaiting(userId: string): readonly RequestFieldsFragment[] {
  const maySee = useMay('event:read');
  const { data } = useQuery(WaitingAtStripeDocument, { variables: { userId }, skip: !maySee });
  const requests = (data?.stripeRequests.edges ?? []).map(({ node }) => node);
  return requests.filter(({ kind }) => subscriptionKinds.has(kind));
}

function NotSubscribed({ onDialog }: Pick<SubscriptionViewProps, 'onDialog'>) {
  const mayWrite = useMay('subscription:write');
  return (
    <EmptyState
      title="No subscription"
      action={
        mayWrite ? (
          <>
            <button type="button" className="linklike" onClick={() => onDialog('create')}>
              Create a subscription
            </button>{' '}
            or{' '}
            <button type="button" className="linklike" onClick={() => onDialog('checkout-link')}>
              make a Checkout link
            </button>
          </>
        ) : null
      }
    >
      This user is on the plan of their role, or on the project’s default.
    </EmptyState>
  );
}
