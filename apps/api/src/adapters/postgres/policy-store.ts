import { everyBundle } from '@purser/domain/plan/plan';
import type { PolicyStore } from '../../ports/policy-store.ts';
import { lockName } from './advisory-lock.ts';
import { toDbJson } from './json.ts';
import { quotaPolicyFromDb, quotaPolicyToDb, settingsFromDb } from './policy-mapping.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';

export function createPolicyStore(tx: Tx, scope: ScopeKey): PolicyStore {
  const quotaKey = (planId: string, bundleId: string) => ({
    tenantId_projectId_planId_bundleId: { ...scope, planId, bundleId },
  });
  return {
    async settings() {
      const row = await tx.project.findUniqueOrThrow({
        where: { tenantId_id: { tenantId: scope.tenantId, id: scope.projectId } },
      });
      return settingsFromDb(row);
    },
    async lockQuota(planId, bundleId) {
      await lockName(tx, scope, 'quota_policy', planId, bundleId);
      const row = await tx.quotaPolicy.findUnique({ where: quotaKey(planId, bundleId) });
      return row === null ? null : quotaPolicyFromDb(row);
    },
    async saveQuota(policy) {
      const { createdAt, createdBy, ...update } = quotaPolicyToDb(scope, policy);
      await tx.quotaPolicy.upsert({
        where: quotaKey(policy.planId, policy.bundleId),
        create: { ...update, createdAt, createdBy },
        update,
      });
    },
    async plansWithPolicy() {
      const rows = await tx.quotaPolicy.findMany({
        where: { ...scope, bundleId: everyBundle, active: true },
        select: { planId: true },
      });
      return new Set(rows.map(({ planId }) => planId));
    },
    async recordVersion({ before, after, ...version }) {
      await tx.policyVersion.create({
        data: { ...scope, ...version, before: toDbJson(before), after: toDbJson(after) },
      });
    },
  };
}
