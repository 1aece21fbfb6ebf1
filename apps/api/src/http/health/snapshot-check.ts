import type { PolicySnapshots } from '../../use-cases/snapshot/policy-snapshots.ts';
import type { ReadinessCheck } from './health-routes.ts';

/** Whether the policy snapshot can be made; while nothing changes, asking costs one row. */
export function snapshotCheck(snapshots: PolicySnapshots): ReadinessCheck {
  return {
    name: 'Policy snapshot',
    check: async () => {
      await snapshots.current();
      return null;
    },
  };
}
