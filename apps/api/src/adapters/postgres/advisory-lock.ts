import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

/**
 * Keeps a name to this transaction until it ends, whether or not a row exists for it yet. A clash of
 * two names only makes one wait for the other.
 */
export async function lockName(tx: Tx, scope: ScopeKey, ...name: readonly string[]): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${nameOf(scope, name)}, 0))`;
}

/** As `lockName`, but answers false at once when another transaction has the name. */
export async function tryLockName(
  tx: Tx,
  scope: ScopeKey,
  ...name: readonly string[]
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${nameOf(scope, name)}, 0)) AS locked`;
  return rows[0]?.locked === true;
}

function nameOf(scope: ScopeKey, name: readonly string[]): string {
  return JSON.stringify([scope.tenantId, scope.projectId, ...name]);
}
