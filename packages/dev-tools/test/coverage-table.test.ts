import { expect, test } from 'vitest';
import { findStaleLines, readCoverageTable } from '../src/checks/coverage-table.ts';

const table = `
| Item | Covered by |
| --- | --- |
| First | a.test.ts :: adds numbers |
| Second | open |
| Third | \`b.test.ts :: gone\` |
`;

test('rows are covered or open', () => {
  expect(readCoverageTable(table)).toEqual([
    { line: 4, item: 'First', cover: { file: 'a.test.ts', test: 'adds numbers' } },
    { line: 5, item: 'Second', cover: null },
    { line: 6, item: 'Third', cover: { file: 'b.test.ts', test: 'gone' } },
  ]);
});

test('a row whose file or test is gone is stale', () => {
  const lines = readCoverageTable(table);
  const only = (file: string) => (file === 'a.test.ts' ? "test('adds numbers', …)" : undefined);
  expect(findStaleLines(lines, only).map(({ message }) => message)).toEqual([
    '"Third": b.test.ts does not exist.',
  ]);
  expect(findStaleLines(lines, () => 'another').map(({ line }) => line)).toEqual([4, 6]);
});
