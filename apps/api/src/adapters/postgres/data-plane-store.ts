import type { DataPlaneStore } from '../../ports/data-plane-keys.ts';
import type { Tx } from './prisma.ts';

export function createDataPlaneStore(tx: Tx): DataPlaneStore {
  return {
    async insertKey({ keyId, dataplaneId, createdBy, createdAt }) {
      await tx.dataPlane.createMany({
        data: { id: dataplaneId, createdBy, createdAt },
        skipDuplicates: true,
      });
      await tx.dataPlaneKey.create({ data: { keyId, dataplaneId, createdBy, createdAt } });
    },
  };
}
