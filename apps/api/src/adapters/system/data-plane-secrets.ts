import { createHmac } from 'node:crypto';
import type { DataPlaneSecrets } from '../../ports/data-plane-keys.ts';

/** Secrets of data planes, derived from keys that are themselves derived from PURSER_SECRET. */
export function dataPlaneSecrets(
  [current, ...previous]: readonly [Buffer, ...Buffer[]],
  pepper: Buffer,
): DataPlaneSecrets {
  const secretOf = (key: Buffer, keyId: string) =>
    createHmac('sha256', key).update(`data-plane-key:${keyId}`).digest('base64url');
  return {
    ofKey: (keyId) => [secretOf(current, keyId), ...previous.map((key) => secretOf(key, keyId))],
    planePepper: () => pepper.toString('base64url'),
  };
}
