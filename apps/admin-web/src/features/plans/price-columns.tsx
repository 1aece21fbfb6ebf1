import type { Column } from '../../components/data-table.tsx';
import { Money } from '../../components/money.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { PriceRowFieldsFragment } from '../../generated/plans/graphql.ts';
import { usdDigits } from '../../lib/amounts.ts';

type Price = PriceRowFieldsFragment;

/**
 * The price table's columns; whether a row is in force, past or yet to come is said in words. A price is a rule, so
 * it is shown exactly: many are fractions of a cent.
 */
export function priceColumns(prices: readonly Price[], nowMs: number): readonly Column<Price>[] {
  const amounts = (key: string, header: string, of: (price: Price) => string | null) =>
    amountColumn(prices, { key, header, of });
  return [
    {
      key: 'model',
      header: 'Model',
      cell: (price) => (
        <>
          <b style={{ fontWeight: 600 }}>{price.model}</b>{' '}
          <span className="secondary">{price.provider}</span>
        </>
      ),
    },
    {
      key: 'state',
      header: 'State',
      show: 'medium',
      width: '104px',
      cell: (price) => <PriceState price={price} nowMs={nowMs} />,
    },
    amounts('input', 'Input', (price) => price.inputPerMillionUsd),
    amounts('output', 'Output', (price) => price.outputPerMillionUsd),
    {
      ...amounts('read', 'Cache reads', (price) => price.cacheReadPerMillionUsd),
      show: 'wide',
    },
    {
      ...amounts('write', 'Cache writes', (price) => price.cacheWritePerMillionUsd),
      show: 'wide',
    },
    {
      key: 'units',
      header: 'Other units',
      align: 'end',
      show: 'medium',
      cell: (price) =>
        price.unitPrices.length === 0 ? (
          <span className="secondary">–</span>
        ) : (
          price.unitPrices.map(({ kind, pricePerMillionUsd }) => (
            <span key={kind}>
              {kind} <Money amount={pricePerMillionUsd} exact />
            </span>
          ))
        ),
    },
    {
      key: 'from',
      header: 'From',
      align: 'end',
      show: 'medium',
      width: '112px',
      cell: (price) =>
        Date.parse(price.effectiveFrom) === 0 ? (
          <span className="secondary">always</span>
        ) : (
          <TimeAgo at={price.effectiveFrom} />
        ),
    },
  ];
}

function amountColumn(
  prices: readonly Price[],
  column: {
    readonly key: string;
    readonly header: string;
    readonly of: (price: Price) => string | null;
  },
): Column<Price> {
  const digits = usdDigits(prices.map(column.of).filter((amount) => amount !== null));
  return {
    key: column.key,
    header: column.header,
    align: 'end',
    width: '96px',
    cell: (price) => {
      const amount = column.of(price);
      if (amount === null) return <span className="secondary">–</span>;
      return <Money amount={amount} digits={digits} />;
    },
  };
}

function PriceState({ price, nowMs }: { readonly price: Price; readonly nowMs: number }) {
  if (price.inForce) return <StatusBadge tone="ok">in force</StatusBadge>;
  return Date.parse(price.effectiveFrom) > nowMs ? (
    <StatusBadge tone="info">to come</StatusBadge>
  ) : (
    <StatusBadge tone="neutral">past</StatusBadge>
  );
}
