import { historyTable } from '@purser/prisma/migration-history';
import { readTableNames } from '@purser/prisma/table-names';
import { type Client, escapeIdentifier } from 'pg';

/** Schemas that belong to Purser whole: the guides' views, and the job queue. */
const ownSchemas = ['kdcube_control_plane', 'pgboss'];

export type OwnTable = { readonly name: string; readonly rows: bigint; readonly bytes: bigint };

/** What of a database is Purser's, and who else is connected. */
export type Inventory = {
  readonly database: string;
  /** Each after those it refers to; those that are not there are left out. */
  readonly tables: readonly OwnTable[];
  readonly schemas: readonly string[];
  readonly otherConnections: number;
};

/** Looks, and changes nothing. */
export async function takeInventory(client: Client): Promise<Inventory> {
  const { rows } = await client.query<{ database: string; others: number; schemas: string[] }>(
    `SELECT current_database() AS database,
            (SELECT count(*)::int FROM pg_stat_activity
              WHERE datname = current_database() AND pid <> pg_backend_pid()
                AND backend_type = 'client backend') AS others,
            ARRAY(SELECT nspname::text FROM pg_namespace WHERE nspname = ANY ($1) ORDER BY 1) AS schemas`,
    [ownSchemas],
  );
  const [found] = rows;
  const tables: OwnTable[] = [];
  for (const name of [...(await readTableNames()), historyTable]) {
    const table = await measure(client, name);
    if (table !== undefined) tables.push(table);
  }
  return {
    database: found?.database ?? '',
    tables,
    schemas: found?.schemas ?? [],
    otherConnections: found?.others ?? 0,
  };
}

async function measure(client: Client, name: string): Promise<OwnTable | undefined> {
  const size = await client.query<{ bytes: string | null }>(
    'SELECT pg_total_relation_size(to_regclass($1)) AS bytes',
    [`public.${escapeIdentifier(name)}`],
  );
  const bytes = size.rows[0]?.bytes ?? null;
  if (bytes === null) return undefined;
  const { rows } = await client.query<{ count: string }>(
    `SELECT count(*) FROM public.${escapeIdentifier(name)}`,
  );
  return { name, rows: BigInt(rows[0]?.count ?? 0), bytes: BigInt(bytes) };
}
