import { useQuery } from '@apollo/client/react';
import { formatCount } from '@purser/domain/money/format-usd';
import { Link } from '@tanstack/react-router';
import { Figure, FigureRow } from '../../components/figure.tsx';
import { Money } from '../../components/money.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SkeletonRows } from '../../components/skeleton-rows.tsx';
import { WalletTotalsDocument } from '../../generated/wallets/graphql.ts';

/** All wallets in one sum; the lots behind it are accounts of the ledger. */
export function WalletFigures() {
  const query = useQuery(WalletTotalsDocument);
  return (
    <QueryView query={query} skeleton={<SkeletonRows rows={2} />}>
      {({ walletTotals: totals }) => (
        <>
          <FigureRow label="All wallets">
            <Figure
              label={<Lots>Available</Lots>}
              value={<Money amount={totals.availableUsd} />}
              note={`${formatCount(totals.wallets)} wallets, ${formatCount(totals.lots)} lots`}
            />
            <Figure label={<Lots>Held</Lots>} value={<Money amount={totals.heldUsd} />} />
            <Figure label={<Lots>Put in</Lots>} value={<Money amount={totals.putInUsd} />} />
            <Figure
              label={<Lots>Gone</Lots>}
              value={<Money amount={totals.goneUsd} />}
              note="spent, refunded or expired"
            />
            <Figure
              label={
                <Link to="/wallets" search={{ ending: '7d' }}>
                  Ends in 7 days
                </Link>
              }
              value={<Money amount={totals.expiring7dUsd} />}
            />
          </FigureRow>
          <QueryBehind document={WalletTotalsDocument} />
        </>
      )}
    </QueryView>
  );
}

function Lots({ children }: { readonly children: string }) {
  return (
    <Link to="/ledger" search={{ kind: 'wallet' }}>
      {children}
    </Link>
  );
}
