import type { ProjectView } from '../../contract/operation-views.ts';
import { EconomicsReferenceRef } from '../budget/reference.ts';
import { builder } from '../builder.ts';
import { LimitsRef } from '../quota/limits.ts';

export const ClockRef = builder.objectRef<ProjectView['clock']>('ProjectClock').implement({
  description:
    "The project's own clock; shifted or frozen only in demo, test and sandbox projects.",
  fields: (t) => ({
    now: t.expose('now', { type: 'DateTime' }),
    offsetMs: t.expose('offsetMs', { type: 'BigInt' }),
    frozen: t.exposeBoolean('frozen'),
  }),
});

const ProjectRef = builder.objectRef<ProjectView>('Project').implement({
  description: 'The scope of users, quotas and money, with its settings.',
  fields: (t) => ({
    tenantId: t.exposeString('tenantUuid'),
    tenantSlug: t.exposeString('tenantSlug'),
    tenantName: t.exposeString('tenantName'),
    slug: t.exposeString('slug'),
    name: t.exposeString('name'),
    kind: t.exposeString('kind', { description: 'live, demo, test or sandbox.' }),
    defaultPlanId: t.exposeString('defaultPlanId'),
    fallbackLimits: t.expose('fallbackLimits', {
      type: LimitsRef,
      description: 'What a plan without an active policy falls back to.',
    }),
    reference: t.expose('reference', { type: EconomicsReferenceRef }),
    renewalGraceSeconds: t.exposeInt('renewalGraceSeconds'),
    providersRequired: t.exposeBoolean('providersRequired', {
      description: 'Whether every admission must name its providers.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    clock: t.expose('clock', { type: ClockRef }),
  }),
});

builder.queryField('project', (t) =>
  t.field({
    type: ProjectRef,
    authScopes: { permission: 'project:read' },
    resolve: (_root, _args, { ctx, useCases }) => useCases.project.get(ctx, {}),
  }),
);
