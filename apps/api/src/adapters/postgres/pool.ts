import { Pool, types } from 'pg';

export type PoolOptions = {
  readonly url: string;
  /** Connections at most; admin commands and the hot path share them. */
  readonly connectionsMax?: number;
  readonly applicationName?: string;
  /** Told when an idle connection breaks; the pool replaces it by itself. */
  readonly onConnectionLost?: (error: Error) => void;
};

const int8Oid = 20;
const int8ArrayOid = 1016;

/**
 * The one pool of a process. 64-bit integers arrive as bigint in plain queries; Prisma parses for
 * itself.
 */
export function openPool(options: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: options.url,
    max: options.connectionsMax ?? 16,
    application_name: options.applicationName ?? 'purser',
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser },
  });
  // A connection may break while somebody has it and asks nothing at this moment: whoever asks next is
  // told. Without a listener Node would end the whole process.
  pool.on('connect', (client) => client.on('error', () => {}));
  pool.on('error', (error) => {
    // While the pool ends, the server may be quicker to close a connection than we are.
    if (!pool.ending) options.onConnectionLost?.(error);
  });
  return pool;
}

/** `pg-types` knows more types than its declaration names. */
const parserOf = types.getTypeParser as (oid: number, format?: 'text' | 'binary') => unknown;
const parseInt8Array = parserOf(int8ArrayOid, 'text') as (text: string) => string[];

function getTypeParser(oid: number, format: 'text' | 'binary' = 'text') {
  if (format === 'text' && oid === int8Oid) return BigInt;
  if (format === 'text' && oid === int8ArrayOid) {
    return (text: string) => parseInt8Array(text).map((value) => BigInt(value));
  }
  return parserOf(oid, format);
}
