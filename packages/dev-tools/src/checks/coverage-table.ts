import type { Finding } from './finding.ts';

/** One item of a guide and what covers it. */
export type CoverageLine = {
  readonly line: number;
  readonly item: string;
  /** `null` stands for an item that no test covers yet. */
  readonly cover: { readonly file: string; readonly test: string } | null;
};

/**
 * Reads the rows of `docs/coverage.md`: two columns, the item and `path/to/file.test.ts :: part of a test's name`, or
 * `open`.
 */
export function readCoverageTable(text: string): CoverageLine[] {
  return text.split('\n').flatMap((row, index) => {
    const cells = row
      .match(/^\|(.*)\|$/)?.[1]
      ?.split(/(?<!\\)\|/)
      .map((cell) => cell.trim());
    const [item = '', cover = ''] = cells ?? [];
    const isHead = cover === '' || /^:?-+:?$/.test(cover) || cover === 'Covered by';
    return isHead ? [] : [{ line: index + 1, item, cover: readCover(cover) }];
  });
}

function readCover(text: string): CoverageLine['cover'] {
  if (text === 'open') return null;
  const [file = '', test = ''] = text.replaceAll('`', '').split('::');
  return { file: file.trim(), test: test.trim() };
}

/** Finds the rows whose test is gone. `readTest` answers the text of a file, or `undefined` when there is none. */
export function findStaleLines(
  lines: readonly CoverageLine[],
  readTest: (file: string) => string | undefined,
): Finding[] {
  return lines.flatMap(({ line, item, cover }) => {
    if (cover === null) return [];
    const text = readTest(cover.file);
    const at = { file: 'docs/coverage.md', line };
    if (text === undefined) return [{ ...at, message: `"${item}": ${cover.file} does not exist.` }];
    if (cover.test !== '' && text.includes(cover.test)) return [];
    return [{ ...at, message: `"${item}": ${cover.file} has no test "${cover.test}".` }];
  });
}
