import { randomBytes, randomUUID } from 'node:crypto';
import type { System } from '../../ports/system.ts';

/** This machine's clock and its source of randomness. */
export const machine: System = {
  nowMs: () => Date.now(),
  newId: () => randomUUID(),
  secret: (bytes) => randomBytes(bytes).toString('base64url'),
};
