import type { CommonRedisOptions } from 'ioredis';
import { Cluster, Redis } from 'ioredis';
import type { RedisTarget } from '../../lib/redis-url.ts';
import { parseRedisUrl } from '../../lib/redis-url.ts';

export type RedisClient = Redis | Cluster;

/** A command that got no answer for this long fails; the caller may try again. */
const commandTimeoutMs = 5_000;

/** Reconnecting never gives up and never waits longer than this. */
const reconnectDelayMaxMs = 1_000;

/**
 * Nothing is queued while disconnected and nothing is sent twice: a command is encoded for the
 * server it reaches, and what was in flight fails at once. Scripts are batched by their callers,
 * so that they bypass the automatic pipelines, of which one runs at a time.
 */
const shared = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  commandTimeout: commandTimeoutMs,
  enableAutoPipelining: true,
  autoPipeliningIgnoredCommands: ['evalsha', 'eval'],
  reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
} satisfies CommonRedisOptions & Record<string, unknown>;

/** Connects to what REDIS_URL names: one server, a Sentinel group or a Cluster. */
export function connectRedis(url: string): RedisClient {
  const client = open(parseRedisUrl(url));
  // Without a listener a lost connection would end the process; the state of the client tells it.
  client.on('error', () => undefined);
  return client;
}

function open(target: RedisTarget): RedisClient {
  if (target.kind === 'single') return new Redis(target.url, { ...shared, retryStrategy: backOff });
  const { username, password } = target;
  const access = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(target.tls ? { tls: {} } : {}),
  };
  const nodes = [...target.nodes];
  if (target.kind === 'sentinel') {
    return new Redis({
      ...shared,
      ...access,
      retryStrategy: backOff,
      sentinels: nodes,
      name: target.masterName,
      db: target.database,
      failoverDetector: true,
      enableTLSForSentinelMode: target.tls,
    });
  }
  return new Cluster(nodes, {
    enableAutoPipelining: true,
    autoPipeliningIgnoredCommands: shared.autoPipeliningIgnoredCommands,
    clusterRetryStrategy: backOff,
    redisOptions: { ...access, commandTimeout: commandTimeoutMs },
  });
}

function backOff(attempt: number): number {
  return Math.min(50 * attempt, reconnectDelayMaxMs);
}
