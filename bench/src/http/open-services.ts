import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RedisServer, startRedis } from '@purser/local-services/redis';
import { type BenchPostgres, startBenchPostgres } from '../services/bench-postgres.ts';

/** What the servers of one comparison stand on; everything opened through it is stopped in reverse. */
export type Services = {
  readonly postgres: BenchPostgres;
  readonly redis: RedisServer;
  readonly dataDir: string;
  /** Stops a server before the services under it. */
  readonly keep: <Server extends { readonly stop: () => Promise<void> }>(server: Server) => Server;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** PostgreSQL, durable, a Redis, and a folder for secrets. */
export async function openServices(log: (line: string) => void): Promise<Services> {
  await using opened = new AsyncDisposableStack();
  const postgres = opened.use(await startBenchPostgres(log));
  const redis = await startRedis({ log });
  opened.defer(redis.stop);
  const dataDir = mkdtempSync(join(tmpdir(), 'purser-bench-'));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const running = opened.move();
  return {
    postgres,
    redis,
    dataDir,
    keep: (server) => {
      running.defer(server.stop);
      return server;
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
