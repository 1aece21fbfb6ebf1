import type { PolicySnapshot } from '@purser/schema/contract/data-plane';
import type { JobReport } from '../../ports/job-runs.ts';
import type { Settings } from '../../ports/settings.ts';
import type { DataPlaneEndpoint, SnapshotPusher } from '../../ports/snapshot-pusher.ts';
import { messageOf } from '../job/in-each-scope.ts';
import type { PolicySnapshots } from './policy-snapshots.ts';

export type PublishDeps = {
  readonly endpoints: readonly DataPlaneEndpoint[];
  readonly everySeconds: number;
  readonly snapshots: Pick<PolicySnapshots, 'current'>;
  readonly pusher: SnapshotPusher;
};

/** The setting that says what a data plane has applied, followed by its name. */
export const pushedPrefix = 'snapshot-pushed:';

/** What is kept of a data plane's last acknowledgement. */
export type PushedSnapshot = { readonly revision: string };

/** Sends the snapshot in force to every endpoint at once; one that fails does not hold up the others (rule D14). */
export async function publishSnapshot(
  { endpoints, snapshots, pusher }: PublishDeps,
  settings: Pick<Settings, 'put'>,
): Promise<JobReport> {
  if (endpoints.length === 0) return { handled: 0, failed: 0, error: null };
  const snapshot = await snapshots.current();
  const errors = await Promise.all(
    endpoints.map((endpoint) => publishTo({ pusher, settings }, endpoint, snapshot)),
  );
  const failed = errors.filter((error) => error !== null);
  return {
    handled: endpoints.length - failed.length,
    failed: failed.length,
    error: failed[0] ?? null,
  };
}

async function publishTo(
  { pusher, settings }: Pick<PublishDeps, 'pusher'> & { readonly settings: Pick<Settings, 'put'> },
  endpoint: DataPlaneEndpoint,
  snapshot: PolicySnapshot,
): Promise<string | null> {
  const { dataplaneId } = endpoint;
  try {
    await pusher.push(endpoint, snapshot);
    const pushed: PushedSnapshot = { revision: String(snapshot.revision) };
    await settings.put(`${pushedPrefix}${dataplaneId}`, pushed);
    return null;
  } catch (error) {
    return `Data plane ${dataplaneId}: ${messageOf(error)}`;
  }
}
