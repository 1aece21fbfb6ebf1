import { usdNumber } from '@purser/domain/money/format-usd';
import {
  absorptionAnswer,
  absorptionQuery,
  projectBalanceAnswer,
  projectTopUpAnswer,
  projectTopUpBody,
} from '@purser/schema/contract/rest/app-budget-contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { absorptionCsv, toAbsorption, toProjectBalance } from './app-budget-answers.ts';
import { metaOf, sendCommand } from './command-answer.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';

/** The operator's own money for the project. */
export const appBudgetRoutes: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases: { budget } },
) => {
  server.post(
    '/app-budget/topup',
    {
      config: { permission: 'budget:write', operation: 'top-up-project' },
      schema: {
        tags: ['budgets'],
        summary: 'Add to the project budget',
        operationId: 'topUpProject',
        body: projectTopUpBody,
        response: { 200: answerSchema(projectTopUpAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const meta = metaOf(request, body.notes);
      const outcome = await budget.topUpProject(contextOf(request), body, meta);
      return sendCommand(reply, outcome, (view) => ({
        status: 'ok' as const,
        message: 'Project budget topped up',
        new_balance_usd: usdNumber(view.balanceMicroUsd),
        lifetime_added_usd: usdNumber(view.lifetimeAddedMicroUsd),
      }));
    },
  );

  server.get(
    '/app-budget/balance',
    {
      config: { permission: 'budget:read', operation: 'read-project-budget' },
      schema: {
        tags: ['budgets'],
        summary: 'The project budget, and what turns cost this hour, day and month',
        operationId: 'readProjectBudget',
        response: { 200: answerSchema(projectBalanceAnswer), ...problemAnswers },
      },
    },
    async (request) => toProjectBalance(await budget.project(contextOf(request), {})),
  );

  server.get(
    '/app-budget/absorption-report',
    {
      config: { permission: 'budget:read', operation: 'read-absorption' },
      schema: {
        tags: ['budgets'],
        summary: 'What the project paid because nobody else could',
        operationId: 'readAbsorption',
        querystring: absorptionQuery,
        response: { 200: answerSchema(absorptionAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { format, ...question } = request.query;
      const rows = await budget.absorption(contextOf(request), question);
      if (format === 'json') return toAbsorption(rows);
      reply.type('text/csv; charset=utf-8').serializer((csv) => String(csv));
      return absorptionCsv(rows) as never;
    },
  );
};
