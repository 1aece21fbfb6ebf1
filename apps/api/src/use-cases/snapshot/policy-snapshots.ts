import { snapshotEtag } from '@purser/domain/snapshot/matches-etag';
import { policyEndsAt, tenantPolicy } from '@purser/domain/snapshot/tenant-policy';
import type { PolicySnapshot } from '@purser/schema/contract/data-plane';
import type {
  PlacedTenant,
  SnapshotPosition,
  SnapshotSource,
} from '../../ports/policy-snapshot.ts';
import { snapshotBody } from './snapshot-body.ts';

type Built = PolicySnapshot & {
  /** The installation's instant at which it says something that is no longer in force; null = never. */
  readonly endsAtMs: number | null;
};

export type SnapshotsDeps = {
  readonly source: SnapshotSource;
  /** Starts a stopwatch; what it answers reads it, in seconds. */
  readonly startWatch: () => () => number;
};

/**
 * The policy snapshots of this process (rules D11, D12). One is built when somebody asks and the revision
 * is another than that of the last, once for all who wait, and is kept: while nothing changes, asking
 * costs one row. What changes by time alone gets a revision of its own first, so that equal revisions
 * are equal snapshots in every process.
 */
export class PolicySnapshots {
  /** Told how long each build took, in seconds. */
  onBuilt: (seconds: number) => void = () => {};
  readonly #deps: SnapshotsDeps;
  #kept: Built | null = null;
  #building: Promise<Built> | null = null;

  constructor(deps: SnapshotsDeps) {
    this.#deps = deps;
  }

  /** The snapshot that is in force: never older than what was committed before it was asked for. */
  async current(): Promise<PolicySnapshot> {
    const at = await this.#deps.source.position();
    let found = this.#kept;
    while (found === null || !isInForce(found, at)) {
      this.#building ??= this.#build().finally(() => {
        this.#building = null;
      });
      found = await this.#building;
    }
    return found;
  }

  async #build(): Promise<Built> {
    const { source, startWatch } = this.#deps;
    for (;;) {
      const elapsed = startWatch();
      const read = await source.read();
      const built = buildFrom(read);
      if (isInForce(built, read)) {
        this.onBuilt(elapsed());
        this.#kept = built;
        return built;
      }
      await source.renew(read);
    }
  }
}

function isInForce(built: Built, at: SnapshotPosition): boolean {
  const isNew = built.epoch === at.epoch && built.revision >= at.revision;
  return isNew && (built.endsAtMs === null || at.nowMs < built.endsAtMs);
}

function buildFrom(read: SnapshotPosition & { readonly tenants: readonly PlacedTenant[] }): Built {
  const { epoch, revision, changedAtMs, tenants } = read;
  const body = snapshotBody(
    read,
    tenants.map((tenant) => tenantPolicy(tenant.facts, instantOf(tenant, changedAtMs))),
  );
  const ends = tenants
    .map((tenant) => endOf(tenant, changedAtMs))
    .filter((at): at is number => at !== null);
  return {
    epoch,
    revision,
    etag: snapshotEtag(epoch, revision),
    contentHash: body.content_hash,
    body: Buffer.from(JSON.stringify(body)),
    endsAtMs: ends.length === 0 ? null : ends.reduce((first, at) => Math.min(first, at)),
  };
}

/** The tenant's own time at an instant of the installation. */
function instantOf({ frozenAtMs, offsetMs }: PlacedTenant, atMs: number): number {
  return frozenAtMs ?? atMs + offsetMs;
}

function endOf(tenant: PlacedTenant, changedAtMs: number): number | null {
  // A clock that stands still changes nothing.
  if (tenant.frozenAtMs !== null) return null;
  const endsAtMs = policyEndsAt(tenant.facts, instantOf(tenant, changedAtMs));
  return endsAtMs === null ? null : endsAtMs - tenant.offsetMs;
}
