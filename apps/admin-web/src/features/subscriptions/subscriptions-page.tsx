import { useQuery } from '@apollo/client/react';
import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Pager } from '../../components/pager.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import type { PlanProvider } from '../../generated/subscriptions/graphql.ts';
import { SubscriptionsDocument } from '../../generated/subscriptions/graphql.ts';
import { useMay } from '../../session/session-provider.tsx';
import { SubscriptionDialogs } from './dialogs/subscription-dialogs.tsx';
import { SubscriptionFilters } from './subscription-filters.tsx';
import { SubscriptionPanel } from './subscription-panel.tsx';
import { SubscriptionsTable } from './subscriptions-table.tsx';
import type { SubscriptionDialog } from './urls.ts';

const route = getRouteApi('/subscriptions');

/** Who pays for which plan, what their period has left, and everything an operator does about it. */
export function SubscriptionsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const variables = {
    userId: search.q ?? null,
    status: search.status ?? null,
    provider: (search.provider?.toUpperCase() as PlanProvider | undefined) ?? null,
    planId: search.plan ?? null,
    includeCanceled: search.status === 'canceled' || search.q !== undefined,
    after: search.after ?? null,
  };
  const query = useQuery(SubscriptionsDocument, { variables });
  const filtered = [search.q, search.status, search.provider, search.plan].some(
    (filter) => filter !== undefined,
  );
  const openUser = (user: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, user, period: undefined, dialog: undefined }) });
  const openDialog = (dialog: SubscriptionDialog | undefined) =>
    void navigate({ search: (old) => ({ ...old, dialog }) });
  return (
    <>
      <PageHeader
        title="Subscriptions"
        sentence="Who is on a paid plan, what their period has left, and what is due."
        actions={<PageActions onOpen={openDialog} />}
      />
      <SubscriptionFilters />
      <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
        {({ subscriptions }) =>
          subscriptions.edges.length === 0 ? (
            <NoSubscriptions
              filtered={filtered}
              onClear={() => void navigate({ search: {} })}
              onCreate={() => openDialog('create')}
            />
          ) : (
            <>
              <SubscriptionsTable
                subscriptions={subscriptions.edges.map((edge) => edge.node)}
                stale={query.data === undefined}
                selectedUser={search.user}
                onOpen={openUser}
              />
              <Pager
                shown={subscriptions.edges.length}
                total={subscriptions.totalCount}
                noun="subscriptions"
                isFirst={search.after === undefined}
                nextCursor={
                  subscriptions.pageInfo.hasNextPage ? subscriptions.pageInfo.endCursor : null
                }
                onGo={(after) => void navigate({ search: (old) => ({ ...old, after }) })}
              />
              <QueryBehind document={SubscriptionsDocument} variables={variables} />
            </>
          )
        }
      </QueryView>
      {search.user ? (
        <SubscriptionPanel
          userId={search.user}
          periodKey={search.period}
          onPeriod={(period) => void navigate({ search: (old) => ({ ...old, period }) })}
          onDialog={openDialog}
          onClose={() => openUser(undefined)}
        />
      ) : null}
      <SubscriptionDialogs
        dialog={search.dialog}
        userId={search.user ?? null}
        periodKey={search.period}
        onClose={() => openDialog(undefined)}
      />
    </>
  );
}

/** Making one is the page's own action; sweeping and reaping the whole project is one click behind. */
function PageActions({ onOpen }: { readonly onOpen: (dialog: SubscriptionDialog) => void }) {
  const mayWrite = useMay('subscription:write');
  if (!mayWrite)
    return (
      <span className="secondary small">Changing subscriptions needs subscription:write.</span>
    );
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} />}>
            Upkeep
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onOpen('sweep')}>Sweep ended periods</Menu.Item>
          <Menu.Item onClick={() => onOpen('reap')}>Reap expired holds</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button onClick={() => onOpen('create')}>Create</Button>
    </>
  );
}

type NoSubscriptionsProps = {
  readonly filtered: boolean;
  readonly onClear: () => void;
  readonly onCreate: () => void;
};

function NoSubscriptions({ filtered, onClear, onCreate }: NoSubscriptionsProps) {
  const mayWrite = useMay('subscription:write');
  if (filtered)
    return (
      <EmptyState
        title="No subscription matches"
        action={
          <button type="button" className="linklike" onClick={onClear}>
            Clear the filters
          </button>
        }
      >
        The search takes a whole user id. Canceled subscriptions show under their own state.
      </EmptyState>
    );
  return (
    <EmptyState
      title="Nobody is subscribed yet"
      action={
        mayWrite ? (
          <button type="button" className="linklike" onClick={onCreate}>
            Create a subscription
          </button>
        ) : null
      }
    >
      A subscription puts a user on a plan; a paid one opens a period with money of its own that
      pays for their turns.
    </EmptyState>
  );
}
