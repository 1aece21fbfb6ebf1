import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { ServiceKeysDocument, type ServiceKeysQuery } from '../../generated/settings/graphql.ts';

type Key = ServiceKeysQuery['apiKeys'][number];

const columns: readonly Column<Key>[] = [
  { key: 'name', header: 'Name', cell: (key) => <b style={{ fontWeight: 600 }}>{key.name}</b> },
  {
    key: 'prefix',
    header: 'Begins with',
    show: 'medium',
    width: '140px',
    cell: (key) => <code>{key.prefix}…</code>,
  },
  {
    key: 'state',
    header: 'State',
    width: '96px',
    cell: (key) =>
      key.revokedAt ? (
        <StatusBadge tone="neutral">revoked</StatusBadge>
      ) : (
        <StatusBadge tone="ok">active</StatusBadge>
      ),
  },
  { key: 'scopes', header: 'May', show: 'medium', cell: (key) => key.scopes.join(', ') },
  {
    key: 'used',
    header: 'Last used',
    align: 'end',
    width: '104px',
    cell: (key) => <TimeAgo at={key.lastUsedAt} />,
  },
  {
    key: 'made',
    header: 'Made',
    align: 'end',
    show: 'wide',
    width: '104px',
    cell: (key) => <TimeAgo at={key.createdAt} />,
  },
];

/** The keys of AI apps and GraphQL clients; a secret is shown once, when it is made. */
export function ServiceKeys({
  mayManage,
  onRevoke,
}: {
  readonly mayManage: boolean;
  readonly onRevoke: (keyId: string) => void;
}) {
  const query = useQuery(ServiceKeysDocument);
  return (
    <Section title="Service keys">
      <QueryView query={query}>
        {({ apiKeys }) =>
          apiKeys.length === 0 ? (
            <EmptyState title="No key yet">
              An app asks for turns with a service key of scope “turns”.
            </EmptyState>
          ) : (
            <DataTable
              label="Service keys"
              columns={mayManage ? [...columns, revokeColumn(onRevoke)] : columns}
              rows={apiKeys}
              rowKey={(key) => key.id}
              rowTone={(key) => (key.revokedAt ? 'muted' : undefined)}
            />
          )
        }
      </QueryView>
      <QueryBehind document={ServiceKeysDocument} />
    </Section>
  );
}

function revokeColumn(onRevoke: (keyId: string) => void): Column<Key> {
  return {
    key: 'revoke',
    header: <span className="secondary">Action</span>,
    align: 'end',
    width: '84px',
    cell: (key) =>
      key.revokedAt ? null : (
        <Button
          variant="subtle"
          color="brick"
          size="compact-xs"
          onClick={() => onRevoke(key.keyId)}
        >
          Revoke
        </Button>
      ),
  };
}
