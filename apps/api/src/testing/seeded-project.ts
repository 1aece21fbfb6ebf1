import type { TestContent } from '@purser/dev-tools/testing/test-database';
import { openPool } from '../adapters/postgres/pool.ts';
import { openPrisma } from '../adapters/postgres/prisma.ts';
import { createSeedStore } from '../adapters/postgres/seed-store.ts';
import { randomIds } from '../adapters/system/random-ids.ts';
import { seedProject } from '../use-cases/seed/seed-project.ts';

/** What a first start seeds, which a second one leaves as it is. */
export const seededProject: TestContent = {
  name: 'seeded',
  write: async (url) => {
    const pool = openPool({ url, connectionsMax: 1 });
    const db = openPrisma(pool);
    await seedProject(createSeedStore(db, randomIds));
    await db.$disconnect();
    await pool.end();
  },
};
