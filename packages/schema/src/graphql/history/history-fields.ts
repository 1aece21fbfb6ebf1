import { BudgetPolicyRef } from '../budget/budget-policy.ts';
import { PriceRef } from '../budget/price.ts';
import { builder } from '../builder.ts';
import { pairId } from '../global-id.ts';
import { PlanRef } from '../plan/plan.ts';
import { QuotaPolicyRef } from '../quota/quota-policy.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import { listVersions, PolicyVersionConnection } from './policy-version.ts';

const PolicyVersionSort = sortInput('PolicyVersion', 'versions');

const description = 'Every change of it, newest first.';

builder.objectField(PlanRef, 'history', (t) =>
  t.field({
    type: PolicyVersionConnection,
    description,
    complexity: pageComplexity,
    args: { ...pageArgs(t.arg), ...sortArg(t.arg, PolicyVersionSort) },
    resolve: ({ planId }, page, context, info) =>
      listVersions({ subject: 'plan', subjectId: planId }, page, context, info),
  }),
);

builder.objectField(QuotaPolicyRef, 'history', (t) =>
  t.field({
    type: PolicyVersionConnection,
    description,
    complexity: pageComplexity,
    args: { ...pageArgs(t.arg), ...sortArg(t.arg, PolicyVersionSort) },
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
    args: { ...pageArgs(t.arg), ...sortArg(t.arg, PolicyVersionSort) },
    resolve: ({ provider, bundleId }, page, context, info) => {
      const subjectId = pairId(provider, bundleId);
      return listVersions({ subject: 'budget_policy', subjectId }, page, context, info);
    },
  }),
);

builder.objectField(PriceRef, 'history', (t) =>
  t.field({
    type: PolicyVersionConnection,
    description: 'Every version of this model’s price that an operator made, newest first.',
    complexity: pageComplexity,
    args: { ...pageArgs(t.arg), ...sortArg(t.arg, PolicyVersionSort) },
    resolve: ({ provider, model }, page, context, info) => {
      const subjectId = pairId(provider, model);
      return listVersions({ subject: 'price', subjectId }, page, context, info);
    },
  }),
);
