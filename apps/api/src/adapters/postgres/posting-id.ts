import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(4096);
let used = pool.length;

/**
 * A UUIDv7 whose last byte is zero: the n-th row a posting item writes takes n there, so that one id
 * sent names every row the item makes. 66 random bits remain within the millisecond.
 */
export function postingId(atMs: number): string {
  if (used + 9 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const hex = pool.toString('hex', used, used + 9);
  used += 9;
  const time = atMs.toString(16).padStart(12, '0');
  const variant = (8 | (Number.parseInt(hex.charAt(3), 16) & 3)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 17)}00`;
}
