import { Cluster } from 'ioredis';
import type { RedisClient } from './redis-client.ts';

/**
 * Which Redis server the client talks to right now. State written under another server may lack
 * its last writes (failover) or its last seconds (restart), so scripts compare it with their own.
 */
export interface ServerSession {
  /** The server's run id; '' on a Cluster, where scripts ask their node; null while not connected. */
  instance(): string | null;
  /** Waits for a connection; rejects after `patienceMs`. */
  connected(patienceMs: number): Promise<string>;
}

/** Follows the connections of a client. */
export function followServer(client: RedisClient): ServerSession {
  let current: string | null = null;
  let waiting: ((instance: string) => void)[] = [];
  const arrive = (instance: string) => {
    current = instance;
    for (const resolve of waiting.splice(0)) resolve(instance);
  };
  const leave = () => {
    current = null;
  };
  const greet = async () => {
    if (client instanceof Cluster) return arrive('');
    const runId = /^run_id:(\w+)/m.exec(await client.info('server'))?.[1];
    if (client.status === 'ready') arrive(runId ?? 'unknown');
  };
  // A greeting fails only with its connection, and the next one greets again.
  const onReady = () => void greet().catch(() => undefined);
  client.on('ready', onReady);
  client.on('close', leave);
  if (client.status === 'ready') onReady();
  return {
    instance: () => current,
    connected: (patienceMs) =>
      current !== null
        ? Promise.resolve(current)
        : new Promise((resolve, reject) => {
            const timer = setTimeout(() => {
              waiting = waiting.filter((waiter) => waiter !== arrived);
              reject(new Error(`Redis is not reachable (waited ${Math.round(patienceMs)} ms).`));
            }, patienceMs);
            const arrived = (instance: string) => {
              clearTimeout(timer);
              resolve(instance);
            };
            waiting.push(arrived);
          }),
  };
}
