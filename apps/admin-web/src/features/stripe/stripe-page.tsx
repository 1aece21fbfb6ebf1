import { useQuery } from '@apollo/client/react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { StripeStatusDocument, type StripeStatusQuery } from '../../generated/stripe/graphql.ts';
import { EventPanel } from '../events/event-panel.tsx';
import { ModeBar } from './mode-bar.tsx';
import { ReconcileDialog } from './reconcile-dialog.tsx';
import { type Reconciled, reconciledIn } from './reconcile-result.tsx';
import { RequestPanel } from './request-panel.tsx';
import { BillingTab } from './tabs/billing-tab.tsx';
import { EventsTab } from './tabs/events-tab.tsx';
import { PaymentsTab } from './tabs/payments-tab.tsx';
import { PendingTab } from './tabs/pending-tab.tsx';
import { ReconcileTab } from './tabs/reconcile-tab.tsx';
import type { StripeTab } from './urls.ts';

const route = getRouteApi('/stripe');

const tabs: readonly { readonly value: StripeTab; readonly label: string }[] = [
  { value: 'pending', label: 'Pending' },
  { value: 'events', label: 'Events' },
  { value: 'payments', label: 'Payments' },
  { value: 'billing', label: 'Invoices & dunning' },
  { value: 'reconcile', label: 'Reconcile' },
];

/** Everything between Purser and Stripe: what waits, what came, what was paid, and catching up. */
export function StripePage() {
  const { tab = 'pending' } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(StripeStatusDocument);
  return (
    <>
      <PageHeader
        title="Stripe"
        sentence="What was asked of Stripe and what it told: what waits, what was paid, and what to do about it."
      />
      <QueryView query={query}>
        {({ stripeStatus }) => (
          <>
            <ModeBar status={stripeStatus} />
            <Tabs
              label="Stripe"
              tabs={tabs}
              value={tab}
              onChange={(next) => void navigate({ search: { tab: next } })}
            >
              <OpenTab tab={tab} status={stripeStatus} />
            </Tabs>
            <QueryBehind document={StripeStatusDocument} />
          </>
        )}
      </QueryView>
      <Panels />
    </>
  );
}

type OpenTabProps = {
  readonly tab: StripeTab;
  readonly status: StripeStatusQuery['stripeStatus'];
};

function OpenTab({ tab, status }: OpenTabProps) {
  switch (tab) {
    case 'pending':
      return <PendingTab />;
    case 'events':
      return <EventsTab />;
    case 'payments':
      return <PaymentsTab />;
    case 'billing':
      return <BillingTab />;
    case 'reconcile':
      return <Reconcile status={status} />;
  }
}

function Reconcile({ status }: Pick<OpenTabProps, 'status'>) {
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const [result, setResult] = useState<Reconciled | null>(null);
  const open = (next: 'reconcile' | undefined) =>
    void navigate({ search: (old) => ({ ...old, dialog: next }) });
  return (
    <>
      <ReconcileTab status={status} result={result} onReconcile={() => open('reconcile')} />
      {dialog === 'reconcile' ? (
        <ReconcileDialog
          onDone={(payload) => setResult(reconciledIn(payload))}
          onClose={() => open(undefined)}
        />
      ) : null}
    </>
  );
}

/** The request or event that the link names, beside its list. */
function Panels() {
  const { event, request, dialog } = route.useSearch();
  const navigate = route.useNavigate();
  if (request !== undefined)
    return (
      <RequestPanel
        id={request}
        onClose={() => void navigate({ search: (old) => ({ ...old, request: undefined }) })}
      />
    );
  if (event === undefined) return null;
  const set = (next: { readonly event?: undefined; readonly dialog: 'retry' | undefined }) =>
    void navigate({ search: (old) => ({ ...old, ...next }) });
  return (
    <EventPanel
      id={event}
      retrying={dialog === 'retry'}
      onRetry={(retrying) => set({ dialog: retrying ? 'retry' : undefined })}
      onClose={() => set({ event: undefined, dialog: undefined })}
    />
  );
}
