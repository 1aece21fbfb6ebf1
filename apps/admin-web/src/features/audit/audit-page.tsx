import { useQuery } from '@apollo/client/react';
import { getRouteApi } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Pager } from '../../components/pager.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { type AuditEntryFieldsFragment, AuditLogDocument } from '../../generated/audit/graphql.ts';
import { AuditChecked } from './audit-checked.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { EntryPanel } from './entry-panel.tsx';
import { TargetLink } from './target-link.tsx';

const route = getRouteApi('/audit');

/** Who did what to what, when and why; append-only. */
export function AuditPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const variables = {
    actor: search.actor ?? null,
    action: search.action ?? null,
    targetId: search.target ?? null,
    after: search.after ?? null,
  };
  const query = useQuery(AuditLogDocument, { variables });
  const open = (entry: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, entry }) });
  return (
    <>
      <PageHeader
        title="Audit"
        sentence="Who changed what, when and why. Entries are never edited, and each is sealed into a chain within a second."
        actions={<AuditChecked />}
      />
      <AuditFilters />
      <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
        {({ auditLog }) => {
          const entries = auditLog.edges.map((edge) => edge.node);
          if (entries.length === 0)
            return (
              <EmptyState title="No entry matches">
                Every change of a rule, a balance or a person leaves one.
              </EmptyState>
            );
          const opened = entries.find((entry) => entry.id === search.entry);
          return (
            <>
              <DataTable
                label="Audit entries"
                columns={columnsFor(open)}
                rows={entries}
                rowKey={(entry) => entry.id}
                selectedKey={search.entry}
                stale={query.data === undefined}
                onOpen={(entry) => open(entry.id)}
              />
              <Pager
                shown={entries.length}
                total={auditLog.totalCount}
                noun="entries"
                isFirst={search.after === undefined}
                nextCursor={auditLog.pageInfo.hasNextPage ? auditLog.pageInfo.endCursor : null}
                onGo={(after) =>
                  void navigate({ search: (old) => ({ ...old, after, entry: undefined }) })
                }
              />
              <QueryBehind document={AuditLogDocument} variables={variables} />
              {opened ? <EntryPanel entry={opened} onClose={() => open(undefined)} /> : null}
            </>
          );
        }}
      </QueryView>
    </>
  );
}

function columnsFor(open: (id: string) => void): readonly Column<AuditEntryFieldsFragment>[] {
  return [
    {
      key: 'at',
      header: 'When',
      width: '100px',
      cell: (entry) => <TimeAgo at={entry.recordedAt} />,
    },
    {
      key: 'action',
      header: 'What',
      width: '190px',
      cell: (entry) => (
        <button type="button" className="linklike" onClick={() => open(entry.id)}>
          {entry.action}
        </button>
      ),
    },
    {
      key: 'target',
      header: 'To what',
      show: 'medium',
      cell: (entry) => <TargetLink entry={entry} />,
    },
    { key: 'reason', header: 'Why', cell: (entry) => entry.reason },
    {
      key: 'actor',
      header: 'Who',
      show: 'medium',
      width: '220px',
      cell: (entry) => <code>{entry.actor}</code>,
    },
  ];
}
