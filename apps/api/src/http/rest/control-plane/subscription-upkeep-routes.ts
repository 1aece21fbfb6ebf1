import { usdNumber } from '@purser/domain/money/format-usd';
import {
  reapAllAnswer,
  reapAnswer,
  sweepAnswer,
} from '@purser/schema/contract/rest/subscription-answers';
import { reapAllBody, reapBody, sweepBody } from '@purser/schema/contract/rest/subscription-bodies';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from './command-answer.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';
import { balanceOf, toSubscriptionBalance } from './subscription-answers.ts';

/** Closing what has ended and freeing what has expired, by hand; jobs do both on their own. */
export const subscriptionUpkeepRoutes: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases: { subscription, budget } },
) => {
  server.post(
    '/subscriptions/rollover/sweep',
    {
      config: { permission: 'subscription:write', operation: 'sweep-periods' },
      schema: {
        tags: ['subscriptions'],
        summary: 'Close periods whose end has passed; what is left goes to the project',
        operationId: 'sweepPeriods',
        body: sweepBody,
        response: { 200: answerSchema(sweepAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const outcome = await subscription.sweep(contextOf(request), body, metaOf(request));
      return sendCommand(reply, outcome, (swept) => {
        const moved = { status: 'ok' as const, moved_usd: usdNumber(swept.movedMicroUsd) };
        return body.userId === undefined
          ? { ...moved, count: swept.count, failed: swept.failed }
          : { ...moved, action: swept.action, period_key: swept.periodKeys.at(-1) ?? null };
      });
    },
  );

  server.post(
    '/subscriptions/reservations/reap',
    {
      config: { permission: 'subscription:write', operation: 'reap-holds' },
      schema: {
        tags: ['subscriptions'],
        summary: 'End expired holds of one user, of one period, or of one period of a user',
        operationId: 'reapHolds',
        body: reapBody,
        response: { 200: answerSchema(reapAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const ctx = contextOf(request);
      const { body } = request;
      const outcome = await subscription.reap(ctx, body, metaOf(request));
      const [view, reference] = await Promise.all([
        body.userId === undefined ? null : subscription.get(ctx, { userId: body.userId }),
        budget.reference(ctx, {}),
      ]);
      return sendCommand(reply, outcome, ({ expired, periodKeys }) => ({
        status: 'ok' as const,
        expired,
        period_key: body.periodKey ?? periodKeys.at(-1) ?? view?.period?.key ?? null,
        subscription_balance: view && toSubscriptionBalance(balanceOf(view), reference),
      }));
    },
  );

  server.post(
    '/subscriptions/reservations/reap-all',
    {
      config: { permission: 'subscription:write', operation: 'reap-all-holds' },
      schema: {
        tags: ['subscriptions'],
        summary: 'End every expired hold of the project, or of one user',
        operationId: 'reapAllHolds',
        body: reapAllBody,
        response: { 200: answerSchema(reapAllAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const outcome = await subscription.reap(contextOf(request), request.body, metaOf(request));
      return sendCommand(reply, outcome, ({ expired, periodKeys }) => ({
        status: 'ok' as const,
        periods_processed: periodKeys.length,
        expired,
        period_keys: [...periodKeys],
      }));
    },
  );
};
