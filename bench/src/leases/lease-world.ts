import { randomUUID } from 'node:crypto';
import { openPool } from '@purser/api/src/adapters/postgres/pool.ts';
import { openPrisma } from '@purser/api/src/adapters/postgres/prisma.ts';
import { seedTenantLevel } from '@purser/api/src/adapters/postgres/seed-tenant-level.ts';
import { createTenantStore } from '@purser/api/src/adapters/postgres/tenant-store.ts';
import { randomIds } from '@purser/api/src/adapters/system/random-ids.ts';
import { missingPeriods } from '@purser/domain/tenant/billing-period';

export type LeaseTenant = { readonly tenantId: string; readonly periodId: string };

/** Makes tenants with the largest plan and their billing periods; answers each with the period of now. */
export async function fillTenants(url: string, count: number): Promise<readonly LeaseTenant[]> {
  const pool = openPool({ url, connectionsMax: 2 });
  const db = openPrisma(pool);
  try {
    const { rows } = await pool.query<{ now: Date }>('SELECT purser_now(0, 0) AS now');
    const now = rows[0]?.now ?? new Date(0);
    const nowMs = now.getTime();
    return await db.$transaction(
      async (tx) => {
        const home = { uuid: randomUUID(), slug: 'home', name: 'Home', status: 'active' };
        const { id } = await tx.tenant.create({ data: { ...home, createdAt: now } });
        await seedTenantLevel(tx, { tenantId: id, ids: randomIds, now });
        await tx.planQuota.updateMany({ data: { limit: null } });
        const store = createTenantStore(tx, { tenantId: id, projectId: 0 });
        const made: LeaseTenant[] = [];
        for (let index = 0; index < count; index += 1) {
          const periods = missingPeriods(null, { nowMs, anchorDay: 1 }).map((period) => ({
            ...period,
            id: randomUUID(),
          }));
          const tenantId = randomUUID();
          const names = { name: `Tenant ${index}`, slug: `tenant-${index}`, planId: 'pro' };
          const status = { status: 'active' as const, statusReason: null };
          await store.insert({
            ...names,
            ...status,
            tenantId,
            anchorDay: 1,
            createdAt: now,
            periods,
          });
          made.push({ tenantId, periodId: periods[0]?.id ?? '' });
        }
        return made;
      },
      { timeout: 60_000 },
    );
  } finally {
    await db.$disconnect();
    await pool.end();
  }
}
