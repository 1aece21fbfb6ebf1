import type { BudgetStore } from '../../ports/budget-store.ts';
import { lockName } from './advisory-lock.ts';
import { budgetPolicyFromDb, budgetPolicyToDb } from './policy-mapping.ts';
import type { Tx } from './prisma.ts';
import { readProjectBudget } from './project-budget-query.ts';
import type { ScopeKey } from './scope-key.ts';
import { transactionRunner } from './sql-runner.ts';

export function createBudgetStore(tx: Tx, scope: ScopeKey): BudgetStore {
  const run = transactionRunner(tx);
  const policyKey = (provider: string, bundleId: string) => ({
    tenantId_projectId_provider_bundleId: { ...scope, provider, bundleId },
  });
  return {
    async lockPolicy(provider, bundleId) {
      await lockName(tx, scope, 'budget_policy', provider, bundleId);
      const row = await tx.budgetPolicy.findUnique({ where: policyKey(provider, bundleId) });
      return row === null ? null : budgetPolicyFromDb(row);
    },
    async savePolicy(policy) {
      const { createdAt, createdBy, ...update } = budgetPolicyToDb(scope, policy);
      await tx.budgetPolicy.upsert({
        where: policyKey(policy.provider, policy.bundleId),
        create: { ...update, createdAt, createdBy },
        update,
      });
    },
    projectBudget: (now) => readProjectBudget(run, scope, now),
    async lockProjectBudget(now) {
      await lockName(tx, scope, 'project_overdraft');
      return readProjectBudget(run, scope, now);
    },
    async setProjectOverdraft(overdraftMicroUsd, at) {
      await tx.$executeRaw`
        INSERT INTO account (tenant_id, project_id, id, kind, unit, reference, shard,
                             credits_posted, debits_posted, debits_pending, overdraft, version,
                             last_recorded_at, created_at)
        VALUES (${scope.tenantId}::int, ${scope.projectId}::int, purser_account_id('project', '', 0), 'project',
                'micro_usd', '', 0, 0, 0, 0, ${overdraftMicroUsd}::bigint, 0, '-infinity', ${at}::timestamptz)
        ON CONFLICT (tenant_id, project_id, id) DO UPDATE SET overdraft = excluded.overdraft`;
    },
  };
}
