import { seedSettings } from '@purser/domain/plan/seed';
import { tenantProjectSlug } from '../../ports/tenant-directory.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

/** The project in which a tenant's own quotas are kept; users and their rules are not in it. */
export async function insertQuotaProject(
  tx: Tx,
  tenantId: number,
  createdAt: Date,
): Promise<ScopeKey> {
  const { fallbackLimits, renewalGraceMs, ...settings } = seedSettings;
  const { id } = await tx.project.create({
    data: {
      tenantId,
      slug: tenantProjectSlug,
      name: 'Quotas of the tenant',
      kind: 'tenant',
      ...settings,
      fallbackMaxConcurrent: fallbackLimits.maxConcurrent,
      fallbackRequestsPerDay: fallbackLimits.requestsPerDay,
      fallbackTokensPerDay: fallbackLimits.tokensPerDay,
      renewalGraceSeconds: renewalGraceMs / 1_000,
      createdAt,
    },
  });
  return { tenantId, projectId: id };
}
