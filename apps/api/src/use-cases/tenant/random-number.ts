import type { Ids } from '../../ports/ids.ts';

/** A number of so many random bytes, for texts of other digits than base64. */
export function randomNumber(ids: Ids, bytes: number): bigint {
  return BigInt(`0x${Buffer.from(ids.secret(bytes), 'base64url').toString('hex')}`);
}
