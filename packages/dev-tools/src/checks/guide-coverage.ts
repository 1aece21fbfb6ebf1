import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace.ts';
import { type CoverageLine, findStaleLines, readCoverageTable } from './coverage-table.ts';
import type { Finding } from './finding.ts';

/** The rows of `docs/coverage.md`. */
export function readGuideCoverage(): CoverageLine[] {
  return readCoverageTable(readFileSync(join(workspaceRoot, 'docs/coverage.md'), 'utf8'));
}

/** Finds the rows that name a test which is not there. */
export function checkGuideCoverage(): Finding[] {
  return findStaleLines(readGuideCoverage(), (file) => {
    const path = join(workspaceRoot, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  });
}
