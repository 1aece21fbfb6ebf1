import { parseRedisUrl } from '../lib/redis-url.ts';
import { bad, good, type VariableKind } from './variable-kind.ts';

/** One Redis, a Sentinel group or a Cluster. */
export const redisUrl: VariableKind<string> = {
  form: 'redis://host:6379, redis+sentinel://host,…/master-name or redis+cluster://host,…; rediss for TLS',
  parse: (input) => {
    try {
      parseRedisUrl(input);
      return good(input);
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      return bad(sentence.replace(/^REDIS_URL /, '').replace(/\.$/, ''));
    }
  },
};
