import { type Bound, isReached, type Line } from '../benchmark.ts';

/** The lines as a table: measured, must, aim, and whether they are reached. */
export function tableOf(lines: readonly Line[]): string {
  const rows = [
    ['id', 'what', 'measured', 'must', 'aim', 'reached', 'detail'],
    ...lines.map((line) => [
      line.id,
      line.what,
      figure(line),
      boundText(line.must),
      boundText(line.aim),
      verdict(line),
      line.detail,
    ]),
  ];
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function figure({ measured, must, aim }: Line): string {
  if (measured === null) return 'not taken';
  const unit = must?.unit ?? aim?.unit ?? '';
  return `${Number.isInteger(measured) ? measured : measured.toFixed(2)}${unit}`;
}

function boundText(bound: Bound | null): string {
  if (bound === null) return '–';
  const sign = { 'at least': '≥', 'at most': '≤', exactly: '=' }[bound.is];
  return `${sign} ${bound.value}${bound.unit}`;
}

function verdict({ measured, must, aim }: Line): string {
  if (measured === null) return '–';
  if (aim !== null && isReached(measured, aim)) return 'aim';
  if (must !== null && isReached(measured, must)) return 'must';
  return must === null ? '–' : 'no';
}
