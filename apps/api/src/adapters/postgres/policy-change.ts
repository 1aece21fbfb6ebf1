import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

/** Says in a project's log that its rules, or those of one user, are others from this commit on. */
export async function writePolicyChange(
  tx: Tx,
  { tenantId, projectId }: ScopeKey,
  { userId, changedAt }: { readonly userId: bigint | null; readonly changedAt: Date },
): Promise<void> {
  // Generations must become visible in their order, or a reader that follows them would skip one:
  // from here to the commit no other transaction of the project takes a number (rule P10).
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(7302, ${tenantId * 65_536 + projectId}::integer)`;
  const subject = userId === null ? 'project' : 'user';
  await tx.policyChange.create({ data: { tenantId, projectId, subject, userId, changedAt } });
}
