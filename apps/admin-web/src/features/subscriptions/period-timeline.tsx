import { type Column, DataTable } from '../../components/data-table.tsx';
import { Money } from '../../components/money.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import type { PeriodFieldsFragment } from '../../generated/subscriptions/graphql.ts';
import { exactInstant, utcDate, utcDay } from '../../lib/instants.ts';
import classes from './subscriptions.module.css';

type PeriodTimelineProps = {
  readonly periods: readonly PeriodFieldsFragment[];
  readonly selectedKey: string | undefined;
  readonly onSelect: (periodKey: string | undefined) => void;
};

/** The periods, newest first: each a sum of its own, and its movements one click away. */
export function PeriodTimeline({ periods, selectedKey, onSelect }: PeriodTimelineProps) {
  const toggle = (key: string) => onSelect(key === selectedKey ? undefined : key);
  return (
    <DataTable
      label="Periods"
      columns={columnsFor(selectedKey, toggle)}
      rows={periods}
      rowKey={({ periodKey }) => periodKey}
      selectedKey={selectedKey}
      onOpen={({ periodKey }) => toggle(periodKey)}
    />
  );
}

function columnsFor(
  selectedKey: string | undefined,
  toggle: (key: string) => void,
): readonly Column<PeriodFieldsFragment>[] {
  return [
    {
      key: 'span',
      header: 'Period (UTC)',
      cell: (period) => <PeriodSpan period={period} />,
    },
    {
      key: 'spent',
      header: 'Spent',
      align: 'end',
      show: 'medium',
      width: '76px',
      cell: ({ spentUsd }) => <Money amount={spentUsd} />,
    },
    {
      key: 'rolled',
      header: 'Rolled over',
      align: 'end',
      show: 'medium',
      width: '88px',
      cell: ({ rolledOverUsd }) => <Money amount={rolledOverUsd} warnBelowZero />,
    },
    {
      key: 'balance',
      header: 'Balance',
      align: 'end',
      width: '84px',
      cell: ({ balanceUsd }) => <Money amount={balanceUsd} warnBelowZero />,
    },
    {
      key: 'show',
      header: 'Movements',
      align: 'end',
      width: '84px',
      cell: ({ periodKey }) => (
        <button type="button" className="linklike" onClick={() => toggle(periodKey)}>
          {periodKey === selectedKey ? 'hide' : 'show me'}
        </button>
      ),
    },
  ];
}

/** From when to when, whether it still pays, and how it ended. */
function PeriodSpan({ period }: { readonly period: PeriodFieldsFragment }) {
  const { startsAt, endsAt, status, notes } = period;
  return (
    <>
      <span title={spanTitle(period)} className="nowrap">
        {utcDay(Date.parse(startsAt))} – {utcDate(Date.parse(endsAt))}
      </span>
      <div className={classes.periodNote}>
        <StatusBadge tone={status === 'OPEN' ? 'live' : 'neutral'}>
          {status.toLowerCase()}
        </StatusBadge>
        {notes ? <span>{notes}</span> : null}
      </div>
    </>
  );
}

function spanTitle({ startsAt, endsAt }: PeriodFieldsFragment): string {
  return `${exactInstant(Date.parse(startsAt))} to ${exactInstant(Date.parse(endsAt))}`;
}
