import { defaultPlanFlags } from '@purser/domain/plan/plan';
import type { PlanRecord } from '../../ports/plan-store.ts';
import type { Moment } from '../command/run-command.ts';

/** A plan of which only the id is known: internal, without a price (rule P5). */
export function newPlan(planId: string, moment: Moment, monthlyPriceMicroUsd = 0n): PlanRecord {
  return {
    planId,
    name: planId,
    audience: 'user',
    provider: 'internal',
    monthlyPriceMicroUsd,
    stripePriceId: null,
    active: true,
    ...defaultPlanFlags(monthlyPriceMicroUsd),
    notes: null,
    metadata: null,
    createdBy: moment.actor,
    createdAt: moment.now,
    updatedAt: moment.now,
    version: 1,
  };
}
