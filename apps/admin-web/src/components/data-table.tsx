import { type CSSProperties, type KeyboardEvent, type ReactNode, useRef } from 'react';
import classes from './data-table.module.css';
import { moveRowFocus } from './row-focus.ts';

export type Column<Row> = {
  readonly key: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'end';
  /** Any CSS width; without one the column takes what is left. */
  readonly width?: string;
  /** Narrow screens drop the columns that say `wide`. */
  readonly show?: 'wide' | 'medium';
};

type DataTableProps<Row> = {
  /** Names the table for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Opens a row on click and Enter; the first cell holds a real link beside it. */
  readonly onOpen?: (row: Row) => void;
  readonly selectedKey?: string | undefined;
  /** Rows of an earlier answer, while the next one is on its way. */
  readonly stale?: boolean;
  readonly totals?: ReactNode;
  readonly rowTone?: (row: Row) => 'muted' | undefined;
};

/** Rows under a sticky header: 36 px each, hairlines between, `j` and `k` walk, Enter opens. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  onOpen,
  ...rest
}: DataTableProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  return (
    <div className={classes.scroller} data-stale={rest.stale || undefined}>
      <table className={classes.table} aria-label={label} aria-busy={rest.stale}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                style={{ '--width': column.width } as CSSProperties}
                {...cellData(column)}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              data-row
              data-openable={onOpen ? true : undefined}
              data-selected={rowKey(row) === rest.selectedKey || undefined}
              data-tone={rest.rowTone?.(row)}
              tabIndex={onOpen ? -1 : undefined}
              onClick={(event) => onOpen && !isOwnControl(event.target) && onOpen(row)}
              onKeyDown={(event) => onOpen && openByKey(event, () => onOpen(row))}
            >
              {columns.map((column) => (
                <td key={column.key} {...cellData(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {rest.totals ? <tfoot>{rest.totals}</tfoot> : null}
      </table>
    </div>
  );
}

function cellData<Row>(column: Column<Row>) {
  return { 'data-align': column.align, 'data-show': column.show };
}

/** A click on a link or button inside a row belongs to it, as does one that ends a text selection. */
function isOwnControl(target: EventTarget): boolean {
  if ((window.getSelection()?.toString() ?? '') !== '') return true;
  return target instanceof Element && target.closest('a, button, input, label') !== null;
}

function openByKey(event: KeyboardEvent<HTMLTableRowElement>, open: () => void): void {
  if (event.target !== event.currentTarget) return;
  if (event.key === 'Enter') open();
  if (event.key === 'ArrowDown') moveRowFocus(1);
  if (event.key === 'ArrowUp') moveRowFocus(-1);
}
