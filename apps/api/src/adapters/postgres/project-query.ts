import { unlimited } from '@purser/domain/quota/limits';
import type { ProjectView } from '@purser/schema/contract/operation-views';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { Db } from './prisma.ts';

/** A project with its settings and the state of its clock. */
export async function readProject(db: Db, scope: ProjectScope, now: Date): Promise<ProjectView> {
  const { tenantId, projectId } = scope;
  const row = await db.project.findUniqueOrThrow({
    where: { tenantId_id: { tenantId, id: projectId } },
    include: { tenant: true },
  });
  const clock = await db.projectClock.findUnique({
    where: { tenantId_projectId: { tenantId, projectId } },
  });
  return {
    tenantUuid: row.tenant.uuid,
    tenantSlug: row.tenant.slug,
    tenantName: row.tenant.name,
    slug: row.slug,
    name: row.name,
    kind: row.kind,
    defaultPlanId: row.defaultPlanId,
    fallbackLimits: {
      ...unlimited,
      maxConcurrent: row.fallbackMaxConcurrent,
      requestsPerDay: row.fallbackRequestsPerDay,
      tokensPerDay: row.fallbackTokensPerDay,
    },
    reference: {
      provider: row.referenceProvider,
      model: row.referenceModel,
      pricePicoUsd: row.referencePricePicoUsd,
    },
    renewalGraceSeconds: row.renewalGraceSeconds,
    providersRequired: row.providersRequired,
    createdAt: row.createdAt,
    clock: { now, offsetMs: clock?.offsetMs ?? 0n, frozen: (clock?.frozenAt ?? null) !== null },
  };
}
