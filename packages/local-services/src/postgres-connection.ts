import { realpathSync } from 'node:fs';
import { Client, escapeIdentifier } from 'pg';
import type { PostgresDirectory } from './postgres-directory.ts';

export type ConnectionTarget = {
  readonly port: number;
  readonly password: string;
  readonly database: string;
};

/** The address of a database of an embedded server. */
export function connectionUrl({ port, password, database }: ConnectionTarget): string {
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** A start loads the server's code meanwhile, which on a busy machine holds this process up for seconds. */
const connectMsMax = 10_000;
/** A stranger on a port may take a connection and never speak. */
const probeMsMax = 1_000;

/** Runs one piece of work over a connection of its own. */
export async function withConnection<T>(
  url: string,
  work: (client: Client) => Promise<T>,
  connectionTimeoutMillis = connectMsMax,
): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis });
  // A server that stops closes the idle connection, which is no fault of this process.
  client.on('error', () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Whether the server that answers is the one of this directory and not a stranger on the same port. */
export async function answersFrom(url: string, directory: PostgresDirectory): Promise<boolean> {
  const asks = async (client: Client) => {
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory === realpathSync(directory.cluster);
  };
  return withConnection(url, asks, probeMsMax);
}

/** Creates a database unless it is there. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  await withConnection(adminUrl, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  });
}
