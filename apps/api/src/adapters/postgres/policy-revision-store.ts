import type { PolicyRevisionStore } from '../../ports/policy-revision.ts';
import type { Tx } from './prisma.ts';

export function createPolicyRevisionStore(tx: Tx): PolicyRevisionStore {
  return {
    async current() {
      const { revision } = await tx.policyRevision.findUniqueOrThrow({ where: { id: 1 } });
      return revision;
    },
  };
}
