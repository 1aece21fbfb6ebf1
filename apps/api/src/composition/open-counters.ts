import type { Pool } from 'pg';
import { inProcessCounters } from '../adapters/memory/in-process-counters.ts';
import { renewableCounters } from '../adapters/memory/renewable-counters.ts';
import { openCounterRole } from '../adapters/postgres/counter-role.ts';
import { connectRedis } from '../adapters/redis/redis-client.ts';
import { redisCounters } from '../adapters/redis/redis-counters.ts';
import type { ReadyConfig } from '../config/config.ts';
import type { ReadinessCheck } from '../http/health/health-routes.ts';
import type { CounterRole } from '../ports/counter-role.ts';
import type { Counters } from '../ports/counters.ts';

export type OpenCounters = {
  readonly counters: Counters;
  /** Who may decide, where only one process can; null when Redis decides for all. */
  readonly role: CounterRole | null;
  readonly check: ReadinessCheck;
  readonly close: () => Promise<void>;
};

/** The counters that the configuration asks for: Redis for any number of processes, else this process's memory. */
export async function openCounters(
  config: Pick<ReadyConfig, 'redisUrl' | 'databaseUrl'>,
  log: (line: string) => void,
): Promise<OpenCounters> {
  return config.redisUrl === undefined
    ? inMemory(config.databaseUrl, log)
    : inRedis(config.redisUrl);
}

function inRedis(url: string): OpenCounters {
  const client = connectRedis(url);
  return {
    counters: redisCounters(client),
    role: null,
    check: {
      name: 'Redis',
      check: async () => ((await client.ping()) === 'PONG' ? null : 'Redis does not answer.'),
    },
    close: async () => client.disconnect(),
  };
}

async function inMemory(url: string, log: (line: string) => void): Promise<OpenCounters> {
  const { counters, renew } = renewableCounters(inProcessCounters);
  // Another process may have decided since this one last did, so what it remembers is void.
  const role = await openCounterRole({ url, log, onTaken: async () => renew() });
  return {
    counters,
    role,
    check: { name: 'Counters', check: async () => role.reason() },
    close: () => role.close(),
  };
}

/** Whether PostgreSQL answers. */
export function databaseCheck(pool: Pool): ReadinessCheck {
  return {
    name: 'PostgreSQL',
    check: async () => {
      await pool.query('SELECT 1');
      return null;
    },
  };
}
