import { useQuery } from '@apollo/client/react';
import { getRouteApi } from '@tanstack/react-router';
import { EmptyState } from '../../components/empty-state.tsx';
import { FilterBar, FilterChips } from '../../components/filter-chips.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Pager } from '../../components/pager.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { UserIdSearch } from '../../components/user-id-search.tsx';
import { WalletsDocument } from '../../generated/wallets/graphql.ts';
import { WalletFigures } from './wallet-figures.tsx';
import { WalletsTable } from './wallets-table.tsx';

const route = getRouteApi('/wallets');

const endings = [
  { value: '7d', label: 'Money ends in 7 days' },
  { value: '30d', label: 'in 30 days' },
] as const;

/** Everybody's prepaid money: what was put in, what is left, and what ends soon. */
export function WalletsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const variables = {
    search: search.q ?? null,
    expiringWithinDays: search.ending === undefined ? null : Number.parseInt(search.ending, 10),
    after: search.after ?? null,
  };
  const query = useQuery(WalletsDocument, { variables });
  return (
    <>
      <PageHeader
        title="Wallets"
        sentence="Money that users paid ahead or were given. It pays for what plan and period do not, soonest expiry first."
      />
      <WalletFigures />
      <FilterBar>
        <UserIdSearch
          value={search.q}
          onSearch={(q) =>
            void navigate({ search: (old) => ({ ...old, q, after: undefined }), replace: true })
          }
        />
        <FilterChips
          label="Ending"
          choices={endings}
          value={search.ending}
          onChange={(ending) =>
            void navigate({ search: (old) => ({ ...old, ending, after: undefined }) })
          }
        />
      </FilterBar>
      <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
        {({ wallets }) =>
          wallets.edges.length === 0 ? (
            <NoWallets
              filtered={search.q !== undefined || search.ending !== undefined}
              onClear={() => void navigate({ search: {} })}
            />
          ) : (
            <>
              <WalletsTable
                wallets={wallets.edges.map((edge) => edge.node)}
                stale={query.data === undefined}
              />
              <Pager
                shown={wallets.edges.length}
                total={wallets.totalCount}
                noun="wallets"
                isFirst={search.after === undefined}
                nextCursor={wallets.pageInfo.hasNextPage ? wallets.pageInfo.endCursor : null}
                onGo={(after) => void navigate({ search: (old) => ({ ...old, after }) })}
              />
              <QueryBehind document={WalletsDocument} variables={variables} />
            </>
          )
        }
      </QueryView>
    </>
  );
}

type NoWalletsProps = { readonly filtered: boolean; readonly onClear: () => void };

function NoWallets({ filtered, onClear }: NoWalletsProps) {
  if (!filtered)
    return (
      <EmptyState title="Nobody has a wallet yet">
        Credits open one: those a user buys, and those you add on the user’s page.
      </EmptyState>
    );
  return (
    <EmptyState
      title="No wallet matches"
      action={
        <button type="button" className="linklike" onClick={onClear}>
          Clear the filters
        </button>
      }
    >
      The search looks for a part of the user id; a filter by ending leaves out lots without money.
    </EmptyState>
  );
}
