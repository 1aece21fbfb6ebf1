import { BudgetPolicyRef } from '../budget/budget-policy.ts';
import { builder } from '../builder.ts';
import { pairId } from '../global-id.ts';
import { PlanRef } from '../plan/plan.ts';
import { QuotaPolicyRef } from '../quota/quota-policy.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { listVersions, PolicyVersionConnection } from './policy-version.ts';

const description = 'Every change of it, newest first.';

builder.objectField(PlanRef, 'history', (t) =>
  t.field({
    type: PolicyVersionConnection,
    description,
    complexity: pageComplexity,
    args: pageArgs(t.arg),
    resolve: ({ planId }, page, context, info) =>
      listVersions({ subject: 'plan', subjectId: planId }, page, context, info),
  }),
);

builder.objectField(QuotaPolicyRef, 'history', (t) =>
  t.field({
    type: PolicyVersionConnection,
    description,
    complexity: pageComplexity,
    args: pageArgs(t.arg),
    resolve: ({ planId, bundleId }, page, context, info) => {
      const subjectId = pairId(planId, bundleId);
      return listVersions({ subject: 'quota_policy', subjectId }, page, context, info);
    },
  }),
);

builder.objectField(BudgetPolicyRef, 'history', (t) =>
  t.field({
    type: PolicyVersionConnection,
    description,
    complexity: pageComplexity,
    args: pageArgs(t.arg),
    resolve: ({ provider, bundleId }, page, context, info) => {
      const subjectId = pairId(provider, bundleId);
      return listVersions({ subject: 'budget_policy', subjectId }, page, context, info);
    },
  }),
);
