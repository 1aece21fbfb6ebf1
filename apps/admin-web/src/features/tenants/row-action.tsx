import { Button } from '@mantine/core';
import type { Column } from '../../components/data-table.tsx';

/** A button at the end of every row that has something to end or replace; `actOn` answers how, or null. */
export function rowAction<Row>(
  verb: string,
  actOn: (row: Row) => (() => void) | null,
): Column<Row> {
  return {
    key: 'action',
    header: <span className="secondary">Action</span>,
    align: 'end',
    width: '84px',
    cell: (row) => {
      const act = actOn(row);
      return act === null ? null : (
        <Button variant="subtle" color="brick" size="compact-xs" onClick={act}>
          {verb}
        </Button>
      );
    },
  };
}
