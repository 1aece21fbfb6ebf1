import { randomBytes, randomUUID } from 'node:crypto';
import type { System } from '../../ports/system.ts';

/** This machine's clock and its source of randomness. */
export const machine: System = {
  nowMs: () => Date.now(),
  newId: () => randomUUID(),
  secret: (bytes) => randomBytes(bytes).toString('base64url'),
};

/** Starts a stopwatch; what it answers reads it, in seconds. */
export function startWatch(): () => number {
  const startedMs = performance.now();
  return () => (performance.now() - startedMs) / 1_000;
}
