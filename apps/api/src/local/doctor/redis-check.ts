import { probeRedis } from '../../composition/probe-redis.ts';
import type { Config } from '../../config/config.ts';
import { maskSecret } from '../../config/mask.ts';
import { type Finding, fault, fine, reasonOf } from './check.ts';

const oldestRedis = 7;

/** Redis, where it is configured. */
export async function checkRedis(config: Config): Promise<Finding> {
  const url = config.redisUrl;
  if (url === undefined) {
    return fine('Redis', 'not configured: counters live in the one process (REDIS_URL)');
  }
  try {
    const version = await probeRedis(url);
    return Number.parseInt(version, 10) >= oldestRedis
      ? fine('Redis', version)
      : fault('Redis', version, `Purser needs Redis ${oldestRedis} or newer.`);
  } catch (error) {
    return fault(
      'Redis',
      `${maskSecret(url)} cannot be used (${reasonOf(error)})`,
      'Start it, or correct REDIS_URL.',
    );
  }
}
