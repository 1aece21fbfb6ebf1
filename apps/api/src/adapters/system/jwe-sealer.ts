import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import type { Sealer } from '../../ports/sign-in.ts';
import type { System } from '../../ports/system.ts';

export type SealerKeys = {
  readonly current: Buffer;
  /** After the secret was changed: opens what the old one sealed. */
  readonly previous?: Buffer | undefined;
};

/**
 * Seals small values for the browser to keep (AES-256-GCM). `purpose` is bound in, so that what was
 * sealed for one cookie cannot be presented as another.
 */
export function jweSealer(keys: SealerKeys, purpose: string, system: System): Sealer {
  const openWith = async (text: string, key: Buffer): Promise<unknown> => {
    try {
      const { payload } = await jwtDecrypt(text, key, {
        audience: purpose,
        currentDate: new Date(system.nowMs()),
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      return payload.value ?? null;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  };
  return {
    seal: (value, expiresAtMs) =>
      new EncryptJWT({ value })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setAudience(purpose)
        .setExpirationTime(Math.floor(expiresAtMs / 1000))
        .encrypt(keys.current),
    open: async (text) =>
      (await openWith(text, keys.current)) ??
      (keys.previous === undefined ? null : openWith(text, keys.previous)),
  };
}
