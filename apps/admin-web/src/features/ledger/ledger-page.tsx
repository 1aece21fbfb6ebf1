import { useQuery } from '@apollo/client/react';
import { getRouteApi } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { FilterBar, FilterChips } from '../../components/filter-chips.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Pager } from '../../components/pager.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { LedgerAccountsDocument } from '../../generated/ledger/graphql.ts';
import { RunJobDialog } from '../jobs/run-job-dialog.tsx';
import { AccountsTable } from './accounts-table.tsx';
import { LedgerChecked } from './ledger-checked.tsx';
import { LedgerFound } from './ledger-found.tsx';
import { accountKinds } from './urls.ts';

const route = getRouteApi('/ledger');

/** Every account of the double-entry ledger; each opens to its transfers, as of now or any past instant. */
export function LedgerPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const variables = {
    kind: search.kind ?? null,
    search: search.q ?? null,
    after: search.after ?? null,
  };
  const query = useQuery(LedgerAccountsDocument, { variables });
  return (
    <>
      <PageHeader
        title="Ledger"
        sentence="Where every cent is. Balances are views of transfers, and transfers never change."
        actions={
          <LedgerChecked
            onCheck={() => void navigate({ search: (old) => ({ ...old, dialog: 'check' }) })}
          />
        }
      />
      <LedgerFound />
      <FilterBar>
        <SearchField
          label="Search accounts"
          placeholder="User id or reference"
          value={search.q}
          onSearch={(q) =>
            void navigate({ search: (old) => ({ ...old, q, after: undefined }), replace: true })
          }
        />
        <FilterChips
          label="Kind"
          choices={accountKinds.map((kind) => ({ value: kind, label: kind }))}
          value={search.kind}
          onChange={(kind) =>
            void navigate({ search: (old) => ({ ...old, kind, after: undefined }) })
          }
        />
      </FilterBar>
      <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
        {({ ledgerAccounts }) =>
          ledgerAccounts.edges.length === 0 ? (
            <EmptyState title="No account matches">
              Accounts are opened by the first money that moves through them.
            </EmptyState>
          ) : (
            <>
              <AccountsTable
                accounts={ledgerAccounts.edges.map((edge) => edge.node)}
                stale={query.data === undefined}
              />
              <Pager
                shown={ledgerAccounts.edges.length}
                total={ledgerAccounts.totalCount}
                noun="accounts"
                isFirst={search.after === undefined}
                nextCursor={
                  ledgerAccounts.pageInfo.hasNextPage ? ledgerAccounts.pageInfo.endCursor : null
                }
                onGo={(after) => void navigate({ search: (old) => ({ ...old, after }) })}
              />
              <QueryBehind document={LedgerAccountsDocument} variables={variables} />
            </>
          )
        }
      </QueryView>
      {search.dialog === 'check' ? (
        <RunJobDialog
          name="verify-ledger"
          onClose={() => void navigate({ search: (old) => ({ ...old, dialog: undefined }) })}
        />
      ) : null}
    </>
  );
}
