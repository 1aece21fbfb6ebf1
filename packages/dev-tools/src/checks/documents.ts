import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, workspaceRoot } from '../workspace.ts';
import type { Finding } from './finding.ts';
import { findMissingPaths } from './named-paths.ts';

/** Finds what the documents of the repository name and is not there. */
export function checkDocuments(): Finding[] {
  const files = listFiles();
  return listFiles('*.md').flatMap((file) =>
    findMissingPaths({ file, text: readFileSync(join(workspaceRoot, file), 'utf8') }, files),
  );
}
