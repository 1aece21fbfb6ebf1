import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace.ts';
import { type Finding, lineOf } from './finding.ts';

/** Texts that survive minification and that only server libraries hold. */
const serverMarks = /PrismaClient\w*|Pothos\w*|PrismaPg|SCRAM-SHA-256|pg_advisory_lock/;

const assets = join(workspaceRoot, 'apps/admin-web/dist');

/** Finds server libraries in what the browser loads. */
export function checkBundle(): Finding[] {
  const files = globSync('**/*.js', { cwd: assets });
  if (files.length === 0)
    return [{ file: assets, line: 1, message: 'The dashboard is not built.' }];
  return files.flatMap((name) => {
    const text = readFileSync(join(assets, name), 'utf8');
    const mark = text.match(serverMarks);
    if (mark === null) return [];
    const message = `${mark[0]} belongs to a server library.`;
    return [
      { file: join('apps/admin-web/dist', name), line: lineOf(text, mark.index ?? 0), message },
    ];
  });
}
