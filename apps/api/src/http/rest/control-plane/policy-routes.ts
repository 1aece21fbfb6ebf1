import {
  budgetPolicyAnswer,
  budgetPolicyListAnswer,
  quotaPolicyAnswer,
  quotaPolicyListAnswer,
} from '@purser/schema/contract/rest/policy-answers';
import {
  budgetPolicyBody,
  budgetPolicyQuery,
  quotaPolicyBody,
  quotaPolicyQuery,
} from '@purser/schema/contract/rest/policy-bodies';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { createdOrKept, metaOf, onlyIfMissing, sendCommand } from './command-answer.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';
import { toBudgetPolicy, toQuotaPolicy } from './policy-answers.ts';

/** Base limits of plans, and spending limits of providers. */
export const policyRoutes: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases: { quota, budget } },
) => {
  server.post(
    '/policies/quota',
    {
      config: { permission: 'quota:write', operation: 'set-quota-policy' },
      schema: {
        tags: ['policies'],
        summary: 'Set base limits of a plan; what is left out stays, null is unlimited',
        operationId: 'setQuotaPolicy',
        body: quotaPolicyBody,
        response: createdOrKept(answerSchema(quotaPolicyAnswer)),
      },
    },
    async (request, reply) => {
      const ctx = contextOf(request);
      const input = { ...request.body, onlyIfMissing: onlyIfMissing(request) };
      const outcome = await quota.setPolicy(ctx, input, metaOf(request, input.notes));
      const kept = outcome.ok && outcome.changes.length === 0;
      reply.code(kept ? 200 : 201);
      return sendCommand(reply, outcome, (view) => {
        const policy = toQuotaPolicy(view, { scope: ctx.scope, reference: view.reference });
        return {
          status: 'ok' as const,
          message: kept ? 'The policy is as it was' : 'Quota policy set',
          plan_id: policy.plan_id,
          requests_per_day: policy.requests_per_day,
          tokens_per_day: policy.tokens_per_day,
          tokens_per_day_usd: policy.usd_per_day,
          policy,
        };
      });
    },
  );

  server.get(
    '/policies/quota',
    {
      config: { permission: 'quota:read', operation: 'list-quota-policies' },
      schema: {
        tags: ['policies'],
        summary: 'Base limits of plans',
        operationId: 'listQuotaPolicies',
        querystring: quotaPolicyQuery,
        response: { 200: answerSchema(quotaPolicyListAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const ctx = contextOf(request);
      const reference = await budget.reference(ctx, {});
      const page = await quota.policies(ctx, request.query);
      return {
        status: 'ok' as const,
        count: page.items.length,
        policies: page.items.map((view) => toQuotaPolicy(view, { scope: ctx.scope, reference })),
        next_cursor: page.nextCursor,
      };
    },
  );

  server.post(
    '/policies/budget',
    {
      config: { permission: 'budget:write', operation: 'set-budget-policy' },
      schema: {
        tags: ['policies'],
        summary: 'Set spending limits of a provider; what is left out stays, null is unlimited',
        operationId: 'setBudgetPolicy',
        body: budgetPolicyBody,
        response: createdOrKept(answerSchema(budgetPolicyAnswer)),
      },
    },
    async (request, reply) => {
      const ctx = contextOf(request);
      const input = { ...request.body, onlyIfMissing: onlyIfMissing(request) };
      const outcome = await budget.setPolicy(ctx, input, metaOf(request, input.notes));
      const kept = outcome.ok && outcome.changes.length === 0;
      reply.code(kept ? 200 : 201);
      return sendCommand(reply, outcome, (view) => ({
        status: 'ok' as const,
        message: kept ? 'The policy is as it was' : 'Budget policy set',
        policy: toBudgetPolicy(view, ctx.scope),
      }));
    },
  );

  server.get(
    '/policies/budget',
    {
      config: { permission: 'budget:read', operation: 'list-budget-policies' },
      schema: {
        tags: ['policies'],
        summary: 'Spending limits of providers',
        operationId: 'listBudgetPolicies',
        querystring: budgetPolicyQuery,
        response: { 200: answerSchema(budgetPolicyListAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const ctx = contextOf(request);
      const page = await budget.policies(ctx, request.query);
      return {
        status: 'ok' as const,
        count: page.items.length,
        policies: page.items.map((view) => toBudgetPolicy(view, ctx.scope)),
        next_cursor: page.nextCursor,
      };
    },
  );
};
