import type { PolicySnapshot } from '@purser/schema/contract/data-plane';

/** A data plane that is told of snapshots: by which name it has its keys, and where it listens. */
export type DataPlaneEndpoint = { readonly dataplaneId: string; readonly url: string };

export interface SnapshotPusher {
  /** Resolves when the data plane has said that it applied the snapshot; throws with the reason when not. */
  push(endpoint: DataPlaneEndpoint, snapshot: PolicySnapshot): Promise<void>;
}
