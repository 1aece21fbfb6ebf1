import type { BreakdownView } from '@purser/domain/breakdown/breakdown';
import type { BreakdownRequest } from '@purser/schema/contract/inputs';
import {
  breakdownQuery,
  budgetBreakdownAnswer,
  quotaBreakdownAnswer,
} from '@purser/schema/contract/rest/breakdown-contract';
import {
  resetWindowsAnswer,
  resetWindowsBody,
} from '@purser/schema/contract/rest/economics-contract';
import { userParams } from '@purser/schema/contract/rest/replenishment-bodies';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { RefusalError } from '../../problems/refusal-error.ts';
import { toBudgetBreakdown, toQuotaBreakdown } from './breakdown-answers.ts';
import { metaOf, sendCommand } from './command-answer.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';

/** Everything about what one user may spend, and starting its windows anew. */
export const breakdownRoutes: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases: { quota } },
) => {
  const ask = async (
    request: FastifyRequest,
    question: BreakdownRequest,
  ): Promise<BreakdownView> => {
    const breakdown = await quota.breakdown(contextOf(request), question);
    if (breakdown === null) throw new RefusalError('not_found', 'There is no such plan.');
    return breakdown;
  };

  server.get(
    '/users/:user_id/budget-breakdown',
    {
      config: { permission: 'user:read', operation: 'read-budget-breakdown' },
      schema: {
        tags: ['users'],
        summary: 'Limits, usage, money and holds of one user, and where each number comes from',
        operationId: 'readBudgetBreakdown',
        params: userParams,
        querystring: breakdownQuery,
        response: { 200: answerSchema(budgetBreakdownAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const question = { userId: request.params.user_id, ...request.query };
      return toBudgetBreakdown(await ask(request, question));
    },
  );

  server.get(
    '/users/:user_id/quota-breakdown',
    {
      config: { permission: 'quota:read', operation: 'read-quota-breakdown' },
      schema: {
        tags: ['users'],
        summary: 'Limits and usage of one user, without money',
        operationId: 'readQuotaBreakdown',
        params: userParams,
        querystring: breakdownQuery,
        response: { 200: answerSchema(quotaBreakdownAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const question = { userId: request.params.user_id, ...request.query };
      return toQuotaBreakdown(await ask(request, question));
    },
  );

  server.post(
    '/users/:user_id/reset-windows',
    {
      config: { permission: 'quota:reset', operation: 'reset-user-windows' },
      schema: {
        tags: ['users'],
        summary: 'Count the hour, day and month of a user from now',
        operationId: 'resetUserWindows',
        params: userParams,
        body: resetWindowsBody,
        response: { 200: answerSchema(resetWindowsAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { user_id: userId } = request.params;
      const meta = metaOf(request, request.body.reason);
      const outcome = await quota.resetUserWindows(contextOf(request), { userId }, meta);
      return sendCommand(reply, outcome, ({ resetAt }) => ({
        status: 'ok' as const,
        message: 'Windows reset',
        user_id: userId,
        reset_at: resetAt.toISOString(),
      }));
    },
  );
};
