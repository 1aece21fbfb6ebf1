import { createHash } from 'node:crypto';
import type { KeyRecord } from '../world/records.ts';
import type { World } from '../world/world.ts';
import { ApiError } from './api-error.ts';

const dayMs = 86_400_000;

/** What a request is, so that a key cannot be used for another one. */
export function fingerprintOf(method: string, path: string, body: string): string {
  return createHash('sha256').update(`${method} ${path}\n${body}`).digest('hex');
}

/**
 * Claims a key for a request. Answers what was answered before, or null when this request is the first; refuses another
 * request under the same key, and one while the first is being answered. A key is forgotten a day after its first use.
 */
export function claimKey(world: World, key: string, fingerprint: string): KeyRecord['answer'] {
  const found = world.tables.keys.get(key);
  const isKept = found !== undefined && world.nowMs() - found.firstUsedAtMs < dayMs;
  if (!isKept) {
    world.tables.keys.put({ id: key, fingerprint, firstUsedAtMs: world.nowMs(), answer: null });
    return null;
  }
  if (found.fingerprint !== fingerprint) {
    throw new ApiError(400, {
      type: 'idempotency_error',
      message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    });
  }
  if (found.answer !== null) return found.answer;
  throw new ApiError(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
  });
}

/** Keeps the answer under its key; an answer that was refused before anything was done frees the key. */
export function keepAnswer(world: World, key: string, answer: KeyRecord['answer']): void {
  const record = world.tables.keys.get(key);
  if (record === undefined) return;
  if (answer === null) world.tables.keys.delete(key);
  else world.tables.keys.put({ ...record, answer });
}

/** Forgets keys that have ended. */
export function forgetKeys(world: World): void {
  for (const { id, firstUsedAtMs } of world.tables.keys.all()) {
    if (world.nowMs() - firstUsedAtMs >= dayMs) world.tables.keys.delete(id);
  }
}

/** Frees keys whose requests a process took with it: nobody will answer them any more. */
export function freeOrphanedKeys(world: World): void {
  for (const { id, answer } of world.tables.keys.all()) {
    if (answer === null) world.tables.keys.delete(id);
  }
}
