import { useQuery } from '@apollo/client/react';
import { formatCount } from '@purser/domain/money/format-usd';
import { getRouteApi } from '@tanstack/react-router';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ExactMoneySwitch } from '../../../components/exact-money-switch.tsx';
import { Figure, FigureRow } from '../../../components/figure.tsx';
import { Money } from '../../../components/money.tsx';
import { Pager } from '../../../components/pager.tsx';
import { QueryBehind } from '../../../components/query-behind.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Section } from '../../../components/section.tsx';
import { TransferList } from '../../../components/transfer-list.tsx';
import { UserWalletDocument } from '../../../generated/users/graphql.ts';
import { useMay } from '../../../session/session-provider.tsx';
import { UserPayments } from '../../stripe/user-payments.tsx';
import { LotsTable } from './lots-table.tsx';

const route = getRouteApi('/users/$userId');

/** The wallet: what came in and went out, its lots in the order they are spent, every movement. */
export function WalletTab({ userId }: { readonly userId: string }) {
  const { after } = route.useSearch();
  const navigate = route.useNavigate();
  const maySeePayments = useMay('event:read');
  const payments = maySeePayments ? (
    <UserPayments
      userId={userId}
      onRefund={(payment) =>
        void navigate({ search: (old) => ({ ...old, dialog: 'refund', payment }) })
      }
    />
  ) : null;
  const variables = { userId, after: after ?? null };
  const query = useQuery(UserWalletDocument, { variables });
  return (
    <QueryView query={{ ...query, data: query.data ?? query.previousData }}>
      {({ user }) => {
        const wallet = user?.wallet;
        if (!wallet?.hasWallet)
          return (
            <>
              <EmptyState title="No wallet yet">
                Credits that are bought or given open one. Until then this user spends what the plan
                and the project give.
              </EmptyState>
              {payments}
            </>
          );
        const transfers = wallet.transfers.edges.map((edge) => edge.node);
        return (
          <>
            <FigureRow label="Wallet">
              <Figure
                label="Available"
                value={<Money amount={wallet.availableUsd} />}
                note={`${formatCount(BigInt(wallet.availableTokens))} tokens of ${wallet.referenceModel}`}
              />
              <Figure label="Held" value={<Money amount={wallet.heldUsd} />} />
              <Figure label="Put in" value={<Money amount={wallet.purchasedUsd} />} />
              <Figure label="Spent" value={<Money amount={wallet.spentUsd} />} />
              <Figure
                label="Refunded"
                value={<Money amount={wallet.refundedUsd} />}
                note={
                  <>
                    <Money amount={wallet.expiredUsd} /> expired
                  </>
                }
              />
            </FigureRow>
            <Section title="Lots" aside="spent soonest expiry first, then oldest">
              <LotsTable lots={wallet.lots} />
            </Section>
            {payments}
            <Section title="Movements" aside={<ExactMoneySwitch />}>
              {transfers.length === 0 ? (
                <EmptyState title="Nothing moved yet" />
              ) : (
                <>
                  <TransferList
                    transfers={transfers}
                    from={(account) => account.kind === 'wallet'}
                    label="Movements of the wallet"
                    linksTurns
                  />
                  <Pager
                    shown={transfers.length}
                    total={null}
                    noun="movements"
                    isFirst={after === undefined}
                    nextCursor={
                      wallet.transfers.pageInfo.hasNextPage
                        ? wallet.transfers.pageInfo.endCursor
                        : null
                    }
                    onGo={(cursor) =>
                      void navigate({ search: (old) => ({ ...old, after: cursor }) })
                    }
                  />
                </>
              )}
            </Section>
            <QueryBehind document={UserWalletDocument} variables={variables} />
          </>
        );
      }}
    </QueryView>
  );
}
