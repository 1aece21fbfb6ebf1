import type { Column } from '../../components/data-table.tsx';
import { Money } from '../../components/money.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import type { PriceRowFieldsFragment } from '../../generated/plans/graphql.ts';

/** The price table's columns; whether a row is in force, past or yet to come is said in words. */
export function priceColumns(nowMs: number): readonly Column<PriceRowFieldsFragment>[] {
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
    amountColumn('input', 'Input', (price) => price.inputPerMillionUsd),
    amountColumn('output', 'Output', (price) => price.outputPerMillionUsd),
    {
      ...amountColumn('read', 'Cache reads', (price) => price.cacheReadPerMillionUsd),
      show: 'wide',
    },
    {
      ...amountColumn('write', 'Cache writes', (price) => price.cacheWritePerMillionUsd),
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
              {kind} <Money amount={pricePerMillionUsd} />
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
  key: string,
  header: string,
  of: (price: PriceRowFieldsFragment) => string | null,
): Column<PriceRowFieldsFragment> {
  return {
    key,
    header,
    align: 'end',
    width: '96px',
    cell: (price) => {
      const amount = of(price);
      return amount === null ? <span className="secondary">–</span> : <Money amount={amount} />;
    },
  };
}

function PriceState({
  price,
  nowMs,
}: {
  readonly price: PriceRowFieldsFragment;
  readonly nowMs: number;
}) {
  if (price.inForce) return <StatusBadge tone="ok">in force</StatusBadge>;
  return Date.parse(price.effectiveFrom) > nowMs ? (
    <StatusBadge tone="info">to come</StatusBadge>
  ) : (
    <StatusBadge tone="neutral">past</StatusBadge>
  );
}
