import { centsHalfEven } from '@purser/domain/money/micro-usd';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import {
  type PlanAnswer,
  planAnswer,
  planListAnswer,
} from '@purser/schema/contract/rest/plan-answers';
import { planBody, planListQuery } from '@purser/schema/contract/rest/plan-bodies';
import type { PlanView } from '@purser/schema/contract/views';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { usdOrNull } from './amounts.ts';
import { metaOf, onlyIfMissing, sendCommand } from './command-answer.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';

/** Plans with their price and who pays for turns on them. */
export const planRoutes: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases: { plan } },
) => {
  server.get(
    '/subscriptions/plans',
    {
      config: { permission: 'plan:read', operation: 'list-plans' },
      schema: {
        tags: ['plans'],
        summary: 'Plans, in order of their ids',
        operationId: 'listPlans',
        querystring: planListQuery,
        response: { 200: answerSchema(planListAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const ctx = contextOf(request);
      const { provider, active_only: activeOnly = true, limit, offset = 0 } = request.query;
      const page = await plan.list(ctx, { provider, activeOnly, limit: offset + limit });
      const plans = page.items.slice(offset).map((view) => toPlan(view, ctx.scope));
      return { status: 'ok' as const, count: plans.length, plans };
    },
  );

  server.post(
    '/subscriptions/plans',
    {
      config: { permission: 'plan:write', operation: 'upsert-plan' },
      schema: {
        tags: ['plans'],
        summary: 'Create a plan, or change what is sent of it',
        operationId: 'upsertPlan',
        body: planBody,
        response: { 200: answerSchema(planAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const ctx = contextOf(request);
      const input = { ...request.body, onlyIfMissing: onlyIfMissing(request) };
      const outcome = await plan.upsert(ctx, input, metaOf(request, input.notes));
      const kept = outcome.ok && outcome.changes.length === 0;
      return sendCommand(reply, outcome, (view) => ({
        status: 'ok' as const,
        message: kept ? 'The plan is as it was' : 'Plan saved',
        plan: toPlan(view, ctx.scope),
      }));
    },
  );
};

/** A plan under the guides' names. */
function toPlan(plan: PlanView, scope: ProjectScope): PlanAnswer['plan'] {
  return {
    tenant: scope.tenantSlug,
    project: scope.projectSlug,
    plan_id: plan.planId,
    provider: plan.provider,
    stripe_price_id: plan.stripePriceId,
    monthly_price_cents: Number(centsHalfEven(plan.monthlyPriceMicroUsd)),
    active: plan.active,
    project_funded: plan.projectFunded,
    wallet_beyond_limits: plan.walletBeyondLimits,
    reservation_floor_usd: usdOrNull(plan.reservationFloorMicroUsd),
    metadata: plan.metadata,
    created_by: plan.createdBy,
    notes: plan.notes,
    created_at: plan.createdAt.toISOString(),
    updated_at: plan.updatedAt.toISOString(),
  };
}
