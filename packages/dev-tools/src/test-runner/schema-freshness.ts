import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace.ts';
import { type Outcome, oneFailed, onePassed } from './outcome.ts';

const file = 'packages/schema/schema.graphql';

/** The committed schema, read before and after the code is generated. */
export function readCommittedSchema(): string | undefined {
  const path = join(workspaceRoot, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Fails when generating has changed the schema: what is committed was made from other sources. */
export function checkSchemaFreshness(before: string | undefined): Outcome {
  if (readCommittedSchema() === before) return onePassed;
  const detail = `${file} did not match its sources. It does now: commit it.`;
  return oneFailed({ where: file, name: 'freshness', detail });
}
