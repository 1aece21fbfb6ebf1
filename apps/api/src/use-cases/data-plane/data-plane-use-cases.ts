import type { RequestContext } from '@purser/schema/contract/request-context';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import { runCommand } from '../command/run-command.ts';
import { allocateBudgets } from '../lease/allocate-budget.ts';
import { returnBudget } from '../lease/return-budget.ts';
import { mayReadEvery } from '../tenant/tenant-reach.ts';
import { reportUsages } from '../usage/report-usage.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { createDataPlaneKey } from './create-data-plane-key.ts';
import { registerInstance } from './register-instance.ts';

export function dataPlaneUseCases(deps: UseCaseDeps): UseCases['dataPlane'] {
  const { dataPlaneSecrets: secrets, snapshots, readers } = deps;
  const onlyTenant = (ctx: RequestContext) => ({
    onlyTenantId: mayReadEvery(deps, ctx) ? undefined : ctx.scope.tenantUuid,
  });
  return {
    createKey: async (ctx, input, meta) => {
      const outcome = await runCommand(deps, createDataPlaneKey, { ctx, input, meta });
      if (!outcome.ok) return outcome;
      // Shown once: a replay, and a dry run that made no key, have none to show.
      const isShown = !outcome.replayed && !outcome.dryRun;
      const secret = isShown ? secrets.ofKey(outcome.value.keyId)[0] : '';
      const planePepper = isShown ? secrets.planePepper() : '';
      return { ...outcome, value: { ...outcome.value, secret, planePepper } };
    },
    snapshot: () => snapshots.current(),
    leases: (ctx, filter) => readers.dataPlanes.leases({ ...filter, ...onlyTenant(ctx) }),
    reports: (ctx, filter) => readers.dataPlanes.reports({ ...filter, ...onlyTenant(ctx) }),
    violations: (ctx, filter) => readers.dataPlanes.violations({ ...filter, ...onlyTenant(ctx) }),
    register: (call, input) => registerInstance(deps, call, input),
    giveBack: (call, input) => returnBudget(deps, call, input),
    allocate: (call, items) => allocateBudgets(deps, call, items),
    report: (call, items) => reportUsages(deps, call, items),
  };
}
