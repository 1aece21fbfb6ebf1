import { randomBytes, randomFillSync, randomInt } from 'node:crypto';
import type { Ids } from '../../ports/ids.ts';

/** 24 bits of the id count; the process starts low, so that it hardly ever wraps. */
const counterEnd = 1 << 24;
let counter = randomInt(1 << 20);

/** 48 bits for each id. */
const randomLength = 6;
/** Drawn for so many ids at once: a draw costs the same for one as for all of them, and each decision has two ids. */
const pool = Buffer.alloc(randomLength * 1_024);
let drawn = pool.length;

/**
 * UUIDv7 from the caller's instant. Ids of one instant rise in the order in which this process made
 * them (a project's clock may stand still, and the newest of two grants must win); 48 random bits
 * keep those of different processes apart.
 */
export const randomIds: Ids = {
  uuid7(atMs) {
    const time = Math.floor(atMs).toString(16).padStart(12, '0');
    counter = (counter + 1) % counterEnd;
    const count = counter.toString(16).padStart(6, '0');
    const random = nextRandom();
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count.slice(0, 3)}-8${count.slice(3)}-${random}`;
  },
  secret: (bytes) => randomBytes(bytes).toString('base64url'),
};

function nextRandom(): string {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  drawn += randomLength;
  return pool.toString('hex', drawn - randomLength, drawn);
}
