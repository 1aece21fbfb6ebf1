import type { KeyReader } from '../../ports/key-reader.ts';
import { serviceKeyFromDb } from './key-mapping.ts';
import type { Db } from './prisma.ts';
import { scopeKey } from './scope-key.ts';

export function createKeyReader(db: Db): KeyReader {
  return {
    async list(scope) {
      const rows = await db.serviceKey.findMany({
        where: scopeKey(scope),
        orderBy: { id: 'desc' },
      });
      return rows.map(serviceKeyFromDb);
    },
  };
}
