import type { PolicySnapshot } from '@purser/schema/contract/data-plane';
import { signCall } from '../../lib/sign-call.ts';
import type { DataPlaneKeyLookup, DataPlaneSecrets } from '../../ports/data-plane-keys.ts';
import type { DataPlaneEndpoint, SnapshotPusher } from '../../ports/snapshot-pusher.ts';
import type { System } from '../../ports/system.ts';

export type PusherDeps = {
  readonly lookup: Pick<DataPlaneKeyLookup, 'newestKeyOf'>;
  readonly secrets: Pick<DataPlaneSecrets, 'ofKey'>;
  readonly system: Pick<System, 'nowMs' | 'newId'>;
};

/** A data plane that is slower than this is asked again with the next publication. */
const patienceMs = 10_000;
/** Where data planes take snapshots, under their endpoint. */
const snapshotPath = '/internal/policy-snapshot';

/** Posts snapshots to data planes, each signed with the newest key of the one that receives it (rule D14). */
export function httpSnapshotPusher(deps: PusherDeps): SnapshotPusher {
  return { push: (endpoint, snapshot) => push(deps, endpoint, snapshot) };
}

async function push(
  { lookup, secrets, system }: PusherDeps,
  { dataplaneId, url }: DataPlaneEndpoint,
  { body, etag, revision }: PolicySnapshot,
): Promise<void> {
  const keyId = await lookup.newestKeyOf(dataplaneId);
  if (keyId === null)
    throw new Error(`it has no key: purser dataplane key create --id ${dataplaneId}`);
  const to = new URL(`${url}${snapshotPath}`);
  const signed = signCall({
    method: 'POST',
    path: to.pathname,
    body,
    nowMs: system.nowMs(),
    nonce: system.newId(),
    keyId,
    secret: secrets.ofKey(keyId)[0],
  });
  const answer = await post(to, body, { ...signed, etag });
  if (!answer.ok) {
    await answer.body?.cancel();
    throw new Error(`it answered ${answer.status}`);
  }
  const said = acknowledged(await answer.text());
  if (said !== String(revision)) {
    throw new Error(`it answered ${answer.status}, but not that it applied revision ${revision}`);
  }
}

async function post(
  to: URL,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  try {
    return await fetch(to, {
      method: 'POST',
      body: Buffer.from(body),
      headers: { 'content-type': 'application/json', ...headers },
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch (error) {
    throw new Error('it cannot be reached, or did not answer within 10 s', { cause: error });
  }
}

/** The revision that an acknowledgement names, `{ "revision": 7, "applied": true }`; null for anything else. */
function acknowledged(text: string): string | null {
  try {
    const { revision, applied } = JSON.parse(text) as { revision?: unknown; applied?: unknown };
    return applied === true ? String(revision) : null;
  } catch {
    return null;
  }
}
