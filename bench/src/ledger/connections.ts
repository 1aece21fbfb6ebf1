import { openPool } from '@purser/api/src/adapters/postgres/pool.ts';
import type { PoolClient } from 'pg';
import { spendShards } from './ledger-world.ts';

export const connectionsMax = 16;

export type Connections = {
  /** Runs a command on a connection of its own; the connection's number is its spend sub-account. */
  readonly use: <T>(work: (client: PoolClient, spendShard: number) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
};

/** As many connections as a pool usually has; each credits its own sub-account, so that none waits there. */
export function openConnections(url: string): Connections {
  const pool = openPool({ url, connectionsMax });
  const shards = new WeakMap<PoolClient, number>();
  let connected = 0;
  pool.on('connect', (client) => shards.set(client, connected++ % spendShards));
  return {
    async use(work) {
      const client = await pool.connect();
      try {
        return await work(client, shards.get(client) ?? 0);
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}
