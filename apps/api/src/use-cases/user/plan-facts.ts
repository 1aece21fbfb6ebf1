import { everyBundle } from '@purser/domain/plan/plan';
import type { ProjectRules } from '@purser/domain/plan/project-rules';
import type { PlanFacts } from './user-view.ts';

/** Of a project's rules what decides which plan a user is on. */
export function planFacts({ settings, quotaPolicies }: ProjectRules): PlanFacts {
  const withPolicy = [...quotaPolicies].filter(([, policies]) =>
    policies.some((policy) => policy.active && policy.bundleId === everyBundle),
  );
  return {
    settings: {
      defaultPlanId: settings.defaultPlanId,
      renewalGraceSeconds: settings.renewalGraceMs / 1000,
    },
    plansWithPolicy: new Set(withPolicy.map(([planId]) => planId)),
  };
}
