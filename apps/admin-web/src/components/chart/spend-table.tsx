import { utcClock, utcDay } from '../../lib/instants.ts';
import { DataTable } from '../data-table.tsx';
import { Money } from '../money.tsx';
import type { Bucket, ChartColumn, ChartData } from './series.ts';

type SpendTableProps = {
  readonly data: ChartData;
  readonly bucket: Bucket;
  readonly label: string;
};

/** The numbers of a chart, newest first, with their sums. */
export function SpendTable({ data, bucket, label }: SpendTableProps) {
  const amountOf = (column: ChartColumn, group: string) =>
    column.parts.find((part) => part.group === group)?.amountMicroUsd ?? 0n;
  const sum = (group: string) =>
    data.columns.reduce((total, column) => total + amountOf(column, group), 0n);
  const total = data.columns.reduce((all, column) => all + column.totalMicroUsd, 0n);
  return (
    <DataTable
      label={label}
      rows={data.columns.toReversed()}
      rowKey={(column) => String(column.startMs)}
      columns={[
        {
          key: 'when',
          header: bucket === 'day' ? 'Day (UTC)' : 'Hour (UTC)',
          cell: (column) =>
            bucket === 'day'
              ? utcDay(column.startMs)
              : `${utcDay(column.startMs)} ${utcClock(column.startMs)}`,
        },
        ...data.groups.map((group) => ({
          key: group,
          header: group,
          align: 'end' as const,
          cell: (column: ChartColumn) => <Money amount={amountOf(column, group)} />,
        })),
        {
          key: 'total',
          header: 'Total',
          align: 'end',
          cell: (column) => <Money amount={column.totalMicroUsd} />,
        },
      ]}
      totals={
        <tr>
          <td>Sum</td>
          {data.groups.map((group) => (
            <td key={group} data-align="end">
              <Money amount={sum(group)} />
            </td>
          ))}
          <td data-align="end">
            <Money amount={total} />
          </td>
        </tr>
      }
    />
  );
}
