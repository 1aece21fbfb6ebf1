import { fileURLToPath } from 'node:url';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './schema.ts';

/** The committed copy that clients generate their types from. */
export const schemaFile = fileURLToPath(new URL('../../schema.graphql', import.meta.url));

/** What clients in the field rely on; renewed with `print-schema.ts --release`. */
export const releasedFile = fileURLToPath(
  new URL('../../released/schema.graphql', import.meta.url),
);

/** The schema as text, sorted, so that its diffs show changes and nothing else. */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
