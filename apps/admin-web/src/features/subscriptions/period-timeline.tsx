import { formatUsd } from '@purser/domain/money/format-usd';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { LimitTrack, limitSentence } from '../../components/limit-bar.tsx';
import { Money } from '../../components/money.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import type { PeriodFieldsFragment } from '../../generated/subscriptions/graphql.ts';
import { exactInstant, utcDate, utcDay } from '../../lib/instants.ts';
import { periodUse } from './period-sum.tsx';

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
      width: '168px',
      cell: (period) => (
        <>
          <span title={spanTitle(period)} className="nowrap">
            {utcDay(Date.parse(period.startsAt))} – {utcDate(Date.parse(period.endsAt))}
          </span>
          {period.notes ? <div className="secondary small">{period.notes}</div> : null}
        </>
      ),
    },
    {
      key: 'status',
      header: 'State',
      width: '84px',
      cell: ({ status }) => (
        <StatusBadge tone={status === 'OPEN' ? 'live' : 'neutral'}>
          {status.toLowerCase()}
        </StatusBadge>
      ),
    },
    {
      key: 'use',
      header: 'Spent',
      show: 'medium',
      cell: (period) => (
        <LimitTrack
          {...periodUse(period)}
          text={limitSentence(periodUse(period), formatUsd)}
          calm
        />
      ),
    },
    {
      key: 'rolled',
      header: 'Rolled over',
      align: 'end',
      show: 'medium',
      width: '92px',
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
      header: <span className="secondary">Movements</span>,
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

function spanTitle({ startsAt, endsAt }: PeriodFieldsFragment): string {
  return `${exactInstant(Date.parse(startsAt))} to ${exactInstant(Date.parse(endsAt))}`;
}
