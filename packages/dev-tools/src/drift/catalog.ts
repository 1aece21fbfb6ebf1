import type { Client } from 'pg';

/** What a database holds of the things that a Prisma schema can express, one line of text for each. */
export type Catalog = {
  readonly columns: readonly string[];
  readonly keys: readonly string[];
  readonly plainIndexes: readonly string[];
};

/** Partitions repeat their parent, and the bookkeeping of the migrations is not in the schema. */
const ownTable =
  "t.relkind IN ('r', 'p') AND NOT t.relispartition AND t.relname <> '_prisma_migrations'";
const tables = "pg_class t JOIN pg_namespace s ON s.oid = t.relnamespace AND s.nspname = 'public'";

const columnsQuery = `
  SELECT format('%s.%s %s%s%s', t.relname, c.attname, format_type(c.atttypid, c.atttypmod),
           CASE WHEN c.attnotnull THEN ' not null' ELSE '' END,
           coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) AS line
  FROM ${tables}
  JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = c.attnum
  WHERE ${ownTable} AND c.attgenerated = ''`;

const keysQuery = `
  SELECT format('%s %s', t.relname, pg_get_constraintdef(k.oid)) AS line
  FROM ${tables} JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype IN ('p', 'f')
  WHERE ${ownTable}`;

/** An index with a condition, an expression, included columns or an operator class of its own is beyond Prisma. */
const plainIndexesQuery = `
  SELECT regexp_replace(pg_get_indexdef(i.indexrelid), 'INDEX \\S+ ON', 'INDEX ON') AS line
  FROM ${tables} JOIN pg_index i ON i.indrelid = t.oid
  WHERE ${ownTable} AND NOT i.indisprimary AND i.indpred IS NULL AND i.indexprs IS NULL
    AND i.indnatts = i.indnkeyatts
    AND NOT EXISTS (SELECT FROM pg_opclass o WHERE o.oid = ANY (i.indclass) AND NOT o.opcdefault)`;

/** Reads the catalog of the schema `public`, sorted. */
export async function readCatalog(client: Client): Promise<Catalog> {
  return {
    columns: await readLines(client, columnsQuery),
    keys: await readLines(client, keysQuery),
    plainIndexes: await readLines(client, plainIndexesQuery),
  };
}

async function readLines(client: Client, query: string): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`${query} ORDER BY line`);
  return rows.map(({ line }) => line);
}
