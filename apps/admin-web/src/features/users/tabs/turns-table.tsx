import { formatCount } from '@purser/domain/money/format-usd';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { Money } from '../../../components/money.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { TurnStateBadge } from '../../../components/turn-state-badge.tsx';
import { denialHeadline } from '../../../lib/denials.ts';
import type { TurnOrDenial } from './turn-rows.ts';

const turnIdOf = (row: TurnOrDenial) => (row.kind === 'turn' ? row.turn.turnId : row.denial.turnId);
const none = <span className="secondary">–</span>;

type TurnsTableProps = {
  readonly rows: readonly TurnOrDenial[];
  readonly selected: string | undefined;
  readonly onOpen: (turnId: string) => void;
};

export function TurnsTable({ rows, selected, onOpen }: TurnsTableProps) {
  const columns: readonly Column<TurnOrDenial>[] = [
    {
      key: 'at',
      header: 'When',
      width: '96px',
      cell: (row) => <TimeAgo at={new Date(row.atMs).toISOString()} />,
    },
    {
      key: 'state',
      header: 'State',
      width: '104px',
      cell: (row) => <TurnStateBadge state={row.kind === 'turn' ? row.turn.state : 'DENIED'} />,
    },
    {
      key: 'turn',
      header: 'Turn',
      cell: (row) => (
        <button type="button" className="linklike mono" onClick={() => onOpen(turnIdOf(row))}>
          {turnIdOf(row)}
        </button>
      ),
    },
    {
      key: 'why',
      header: 'Why, or with whom',
      show: 'medium',
      cell: (row) =>
        row.kind === 'denial'
          ? denialHeadline(row.denial.reasons[0] ?? 'denied')
          : row.turn.providers.join(', ') || none,
    },
    {
      key: 'bundle',
      header: 'Bundle',
      show: 'wide',
      width: '120px',
      cell: (row) => (row.kind === 'turn' ? row.turn.bundleId : row.denial.bundleId) ?? none,
    },
    {
      key: 'tokens',
      header: 'Tokens',
      align: 'end',
      show: 'medium',
      width: '92px',
      cell: (row) =>
        row.kind === 'turn'
          ? formatCount(BigInt(row.turn.tokensCharged ?? row.turn.estimateTokens))
          : none,
    },
    {
      key: 'cost',
      header: 'Cost',
      align: 'end',
      width: '84px',
      cell: (row) =>
        row.kind === 'turn' && row.turn.costUsd !== null ? (
          <Money amount={row.turn.costUsd} />
        ) : (
          none
        ),
    },
  ];
  const selectedRow = rows.find((row) => turnIdOf(row) === selected);
  return (
    <DataTable
      label="Turns and denials"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.key}
      selectedKey={selectedRow?.key}
      onOpen={(row) => onOpen(turnIdOf(row))}
    />
  );
}
