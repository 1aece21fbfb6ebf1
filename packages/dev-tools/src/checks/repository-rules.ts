import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, workspaceRoot } from '../workspace.ts';
import type { Finding } from './finding.ts';
import { findBrokenRules } from './source-rules.ts';
import { findRealTimeInSql } from './sql-clock.ts';

/** Goes through every source file and migration of the repository. */
export function checkRepositoryRules(): Finding[] {
  const read = (file: string) => readFileSync(join(workspaceRoot, file), 'utf8');
  const inSources = listFiles('*.ts', '*.tsx').flatMap((file) => findBrokenRules(file, read(file)));
  const inMigrations = listFiles('*.sql').flatMap((file) => findRealTimeInSql(file, read(file)));
  return [...inSources, ...inMigrations];
}
