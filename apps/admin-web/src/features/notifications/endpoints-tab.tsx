import { useQuery } from '@apollo/client/react';
import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import {
  WebhookEndpointsDocument,
  type WebhookEndpointsQuery,
} from '../../generated/notifications/graphql.ts';
import { useMay } from '../../session/session-provider.tsx';
import { kindWords } from './kind-words.ts';
import type { NotificationDialog } from './urls.ts';

const route = getRouteApi('/notifications');

export type Endpoint = WebhookEndpointsQuery['webhookEndpoints'][number];

/** Where alerts are posted, and what each is told. */
export function EndpointsTab() {
  const navigate = route.useNavigate();
  const query = useQuery(WebhookEndpointsDocument);
  const mayWrite = useMay('project:write');
  const mayTest = useMay('event:write');
  const open = (dialog: NotificationDialog, on: string) =>
    void navigate({ search: (old) => ({ ...old, dialog, on }) });
  return (
    <QueryView query={query}>
      {({ webhookEndpoints }) =>
        webhookEndpoints.length === 0 ? (
          <EmptyState title="No endpoint yet">
            An endpoint is sent every alert it wants, signed by Standard Webhooks or in the form
            that Slack reads.
          </EmptyState>
        ) : (
          <>
            <DataTable
              label="Webhook endpoints"
              columns={mayWrite || mayTest ? [...columns, actions(open, mayWrite)] : columns}
              rows={webhookEndpoints}
              rowKey={(endpoint) => endpoint.id}
              rowTone={(endpoint) => (endpoint.active ? undefined : 'muted')}
            />
            <QueryBehind document={WebhookEndpointsDocument} variables={{}} />
          </>
        )
      }
    </QueryView>
  );
}

const columns: readonly Column<Endpoint>[] = [
  {
    key: 'url',
    header: 'Address',
    cell: (endpoint) => (
      <Link to="/notifications" search={{ tab: 'deliveries', endpoint: endpoint.id }}>
        <code>{endpoint.url}</code>
      </Link>
    ),
  },
  {
    key: 'state',
    header: 'State',
    width: '84px',
    cell: (endpoint) =>
      endpoint.active ? (
        <StatusBadge tone="ok">on</StatusBadge>
      ) : (
        <StatusBadge tone="neutral">off</StatusBadge>
      ),
  },
  {
    key: 'format',
    header: 'Form',
    show: 'medium',
    width: '84px',
    cell: (endpoint) => (endpoint.format === 'SIGNED' ? 'signed' : 'Slack'),
  },
  {
    key: 'kinds',
    header: 'Is told of',
    show: 'medium',
    cell: (endpoint) =>
      endpoint.kinds.length === 0 ? 'every alert' : endpoint.kinds.map(kindWords).join(', '),
  },
  {
    key: 'made',
    header: 'Made',
    align: 'end',
    show: 'wide',
    width: '104px',
    cell: (endpoint) => <TimeAgo at={endpoint.createdAt} />,
  },
];

function actions(
  open: (dialog: NotificationDialog, on: string) => void,
  mayWrite: boolean,
): Column<Endpoint> {
  return {
    key: 'actions',
    header: <span className="secondary">Action</span>,
    align: 'end',
    width: '100px',
    cell: (endpoint) => (
      <Menu position="bottom-end" width={210}>
        <Menu.Target>
          <Button
            variant="subtle"
            size="compact-xs"
            rightSection={<IconChevronDown size={13} />}
            aria-label={`Actions on ${endpoint.url}`}
          >
            Actions
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {endpoint.active ? (
            <Menu.Item onClick={() => open('test', endpoint.id)}>Send a test</Menu.Item>
          ) : null}
          {mayWrite ? (
            <>
              <Menu.Item onClick={() => open('switch', endpoint.id)}>
                {endpoint.active ? 'Switch off' : 'Switch on'}
              </Menu.Item>
              <Menu.Item onClick={() => open('kinds', endpoint.id)}>Choose its alerts</Menu.Item>
              {endpoint.format === 'SIGNED' ? (
                <Menu.Item onClick={() => open('rotate', endpoint.id)}>
                  Replace the secret
                </Menu.Item>
              ) : null}
              <Menu.Item onClick={() => open('remove', endpoint.id)}>Remove</Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
    ),
  };
}
