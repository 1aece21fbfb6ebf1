import type { BreakdownView } from '@purser/domain/breakdown/breakdown';
import { builder } from '../builder.ts';
import { LimitLineRef } from './limit-line.ts';
import { PolicyOverrideRef, StatedLimitsRef } from './stated-limits.ts';

export const EffectivePolicyRef = builder.objectRef<BreakdownView>('EffectivePolicy').implement({
  description: 'The plan’s limits, what grants make of them, and how each number comes about.',
  fields: (t) => ({
    planId: t.exposeString('planId'),
    planSource: t.exposeString('planSource', {
      description: 'role, subscription, default, asked or fallback.',
    }),
    bundleId: t.exposeString('bundleId'),
    base: t.expose('basePolicy', { type: StatedLimitsRef }),
    effective: t.expose('effectivePolicy', { type: StatedLimitsRef }),
    override: t.expose('override', { type: PolicyOverrideRef, nullable: true }),
    limits: t.expose('limits', { type: [LimitLineRef] }),
  }),
});
