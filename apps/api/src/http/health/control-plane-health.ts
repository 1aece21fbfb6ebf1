import type { ControlPlaneHealth } from '@purser/schema/contract/rest/economics-contract';
import { askAll, type ReadinessCheck } from './health-routes.ts';

/** The guides' health answer, from the same checks as `/health/ready`. */
export async function controlPlaneHealth(
  checks: readonly ReadinessCheck[],
  version: string,
): Promise<ControlPlaneHealth> {
  const reasons = new Map((await askAll(checks)).map(({ name, reason }) => [name, reason]));
  const stateOf = (name: string) => (reasons.get(name) === null ? 'ok' : 'unavailable');
  const isFine = [...reasons.values()].every((reason) => reason === null);
  return {
    status: isFine ? 'ok' : 'degraded',
    database: stateOf('PostgreSQL'),
    redis: reasons.has('Redis') ? stateOf('Redis') : 'not_configured',
    version,
  };
}
