import { amountToJson } from '@purser/domain/lease/amount';
import { centsHalfEven } from '@purser/domain/money/micro-usd';
import type { RequestContext } from '@purser/schema/contract/request-context';
import {
  ownTenantAnswer,
  quotasAnswer,
  tenantPlansAnswer,
  upgradeAnswer,
} from '@purser/schema/contract/rest/tenant-answers';
import { upgradeBody } from '@purser/schema/contract/rest/tenant-contract';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { RefusalError } from '../../problems/refusal-error.ts';
import { metaOf, sendCommand } from '../control-plane/command-answer.ts';
import { toPeriod, toQuota, toTenant, toTenantPlan } from '../tenants/tenant-answers.ts';

type Deps = { readonly tenant: UseCases['tenant'] };

const tags = ['portal'];

/** What a tenant's own people see of it, under `/api/v1`. Everything here is of the request's tenant. */
export const portalRoutes: FastifyPluginAsyncZod<Deps> = async (server, { tenant }) => {
  const own = async (ctx: RequestContext) => {
    const view = await tenant.get(ctx, { tenantId: ctx.scope.tenantUuid });
    if (view === null || view.status === 'deleted') {
      throw new RefusalError('not_found', 'This tenant is not there any more.');
    }
    return view;
  };

  server.get(
    '/tenants/me',
    {
      config: { permission: 'portal:read', operation: 'read-own-tenant' },
      schema: {
        tags,
        summary: 'The tenant of the request',
        operationId: 'readOwnTenant',
        response: { 200: answerSchema(ownTenantAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const ctx = contextOf(request);
      const view = await own(ctx);
      return toTenant(view, { role: ctx.caller.role, currentPeriod: view.currentPeriod });
    },
  );

  server.get(
    '/quotas',
    {
      config: { permission: 'portal:read', operation: 'read-quotas' },
      schema: {
        tags,
        summary: 'What the tenant may use, and has used, in its billing period',
        operationId: 'readQuotas',
        response: { 200: answerSchema(quotasAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const view = await own(contextOf(request));
      return {
        period: toPeriod(view.currentPeriod),
        quotas: view.quotas.map((quota) => toQuota(quota, view)),
      };
    },
  );

  server.get(
    '/plans',
    {
      config: { permission: 'portal:read', operation: 'list-tenant-plans' },
      schema: {
        tags,
        summary: 'Plans a tenant may have, cheapest first',
        operationId: 'listTenantPlans',
        response: { 200: answerSchema(tenantPlansAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const ctx = contextOf(request);
      const { planId } = await own(ctx);
      const plans = await tenant.plans(ctx, {});
      return { plans: plans.map((plan) => toTenantPlan(plan, planId)) };
    },
  );

  server.post(
    '/plans/upgrade',
    {
      config: { permission: 'portal:manage', operation: 'upgrade-plan' },
      schema: {
        tags,
        summary: 'Move to a larger plan, at once',
        operationId: 'upgradePlan',
        body: upgradeBody,
        response: { 200: answerSchema(upgradeAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { plan_code: planId, dry_run: dryRun } = request.body;
      const meta = { ...metaOf(request), ...(dryRun === true ? { dryRun } : {}) };
      const outcome = await tenant.upgradePlan(contextOf(request), { planId }, meta);
      return sendCommand(reply, outcome, (upgraded) => ({
        plan_code: upgraded.planId,
        effective_at: upgraded.effectiveAt.toISOString(),
        proration_cents: Number(centsHalfEven(upgraded.prorationMicroUsd)),
        policy_revision: amountToJson(upgraded.policyRevision),
      }));
    },
  );
};
