import { useQuery } from '@apollo/client/react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { CopyText } from '../../components/copy-text.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Figure, FigureRow } from '../../components/figure.tsx';
import { Money } from '../../components/money.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Pager } from '../../components/pager.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Section } from '../../components/section.tsx';
import { TransferList } from '../../components/transfer-list.tsx';
import { LedgerAccountDocument, type LedgerAccountQuery } from '../../generated/ledger/graphql.ts';
import { accountName } from '../../lib/account-name.ts';
import { AsOf } from './as-of.tsx';

const route = getRouteApi('/ledger/$accountId');

/** One account: its balance as of an instant, held money included, and the transfers that make it. */
export function AccountPage() {
  const { accountId } = route.useParams();
  // What was read of one account never stands under the name of another.
  return <AccountOf key={accountId} accountId={accountId} />;
}

function AccountOf({ accountId }: { readonly accountId: string }) {
  const { at, after } = route.useSearch();
  const variables = { id: accountId, at: at ?? null, after: after ?? null };
  const query = useQuery(LedgerAccountDocument, { variables });
  return (
    <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
      {({ ledgerAccount }) =>
        ledgerAccount === null ? (
          <>
            <PageHeader title="No such account" />
            <EmptyState
              title="The ledger has no account with this id"
              action={<Link to="/ledger">All accounts</Link>}
            />
          </>
        ) : (
          <>
            <Account account={ledgerAccount} />
            <QueryBehind document={LedgerAccountDocument} variables={variables} />
          </>
        )
      }
    </QueryView>
  );
}

function Account({
  account,
}: {
  readonly account: NonNullable<LedgerAccountQuery['ledgerAccount']>;
}) {
  const { after } = route.useSearch();
  const navigate = route.useNavigate();
  const name = accountName(account);
  const transfers = account.transfers.edges.map((edge) => edge.node);
  return (
    <>
      <PageHeader
        trail={<Link to="/ledger">Ledger</Link>}
        title={name}
        sentence={<CopyText text={account.accountId} what="account id" />}
        actions={<AsOf />}
      />
      <FigureRow label="Balance">
        <Figure
          label="Balance"
          value={<Money amount={account.balanceUsd} exact />}
          note={account.asOf ? 'as of the chosen instant' : 'now'}
        />
        <Figure label="Held" value={<Money amount={account.heldUsd} />} />
        <Figure
          label="Available"
          value={<Money amount={account.availableUsd} />}
          note={
            account.overdraftUsd === null ? (
              'no floor'
            ) : (
              <>
                down to <Money amount={account.overdraftUsd} /> below zero
              </>
            )
          }
        />
        <Figure label="In" value={<Money amount={account.creditsUsd} />} />
        <Figure label="Out" value={<Money amount={account.debitsUsd} />} />
      </FigureRow>
      <Section title="Transfers" aside="newest first">
        {transfers.length === 0 ? (
          <EmptyState title="Nothing had moved by then" />
        ) : (
          <>
            <TransferList
              linksTurns
              exact
              transfers={transfers}
              from={(side) => side.accountId === account.accountId}
              label={`Transfers of ${name}`}
            />
            <Pager
              shown={transfers.length}
              total={null}
              noun="transfers"
              isFirst={after === undefined}
              nextCursor={
                account.transfers.pageInfo.hasNextPage ? account.transfers.pageInfo.endCursor : null
              }
              onGo={(cursor) => void navigate({ search: (old) => ({ ...old, after: cursor }) })}
            />
          </>
        )}
      </Section>
    </>
  );
}
