import { inProcessCounters } from '../../src/adapters/memory/in-process-counters.ts';
import type { RedisClient } from '../../src/adapters/redis/redis-client.ts';
import { redisCounters } from '../../src/adapters/redis/redis-counters.ts';
import type { Counters } from '../../src/ports/counters.ts';
import { type Subject, scope } from './driver.ts';

/** The in-process counters; losing them means starting with new ones. */
export function inProcessSubject(options: { readonly usersMax?: number } = {}): Subject {
  let counters: Counters = inProcessCounters(options);
  const restart = async () => {
    counters = inProcessCounters(options);
  };
  return {
    get counters() {
      return counters;
    },
    flush: restart,
    failOver: restart,
  };
}

/** The Redis counters; a failover leaves all keys behind, under another server instance. */
export function redisSubject(client: RedisClient): Subject {
  const project = `{p:${scope.tenantId}:${scope.projectId}}:1`;
  return {
    counters: redisCounters(client),
    flush: async () => {
      await client.flushdb();
    },
    failOver: async () => {
      await client.hset(project, 'i', 'the instance before');
    },
  };
}
