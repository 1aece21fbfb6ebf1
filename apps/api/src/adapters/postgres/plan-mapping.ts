import type { Plan, Prisma } from '@purser/prisma/client';
import type { PlanRecord } from '../../ports/plan-store.ts';
import { toDbJson } from './json.ts';
import type { ScopeKey } from './scope-key.ts';

export function planFromDb(row: Plan): PlanRecord {
  return {
    planId: row.id,
    name: row.name,
    audience: row.audience as PlanRecord['audience'],
    provider: row.provider as PlanRecord['provider'],
    monthlyPriceMicroUsd: row.monthlyPriceMicroUsd,
    stripePriceId: row.stripePriceId,
    active: row.active,
    projectFunded: row.projectFunded,
    walletBeyondLimits: row.walletBeyondLimits,
    reservationFloorMicroUsd: row.reservationFloorMicroUsd,
    notes: row.notes,
    metadata: row.metadata as PlanRecord['metadata'],
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    version: row.version,
  };
}

export function planToDb(scope: ScopeKey, plan: PlanRecord): Prisma.PlanUncheckedCreateInput {
  const { planId, metadata, ...columns } = plan;
  return { ...scope, id: planId, metadata: toDbJson(metadata), ...columns };
}
