/** Writes one line for people or programs to standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes one line that is no part of a command's answer. */
export function printNote(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Says nothing of where an instance lies: start, reset and doctor do. */
export function silently(_line: string): void {}

/** Lays rows out in columns, each as wide as its widest cell. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
