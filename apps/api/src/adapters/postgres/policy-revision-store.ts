import type { PolicyRevisionStore } from '../../ports/policy-revision.ts';
import type { Tx } from './prisma.ts';

export function createPolicyRevisionStore(tx: Tx): PolicyRevisionStore {
  return {
    async current() {
      const { revision } = await tx.policyRevision.findUniqueOrThrow({ where: { id: 1 } });
      return revision;
    },
    async bump() {
      const [row] = await tx.$queryRaw<{ readonly revision: bigint }[]>`
        UPDATE policy_revision SET revision = revision + 1, changed_at = purser_now(0, 0) WHERE id = 1
        RETURNING revision`;
      if (row === undefined) throw new Error('The policy snapshot has no revision.');
      return row.revision;
    },
  };
}
