import { usdNumber } from '@purser/domain/money/format-usd';
import {
  periodOverdraftAnswer,
  periodTopUpAnswer,
} from '@purser/schema/contract/rest/subscription-answers';
import {
  periodOverdraftBody,
  periodTopUpBody,
} from '@purser/schema/contract/rest/subscription-bodies';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { usdOrNull } from './amounts.ts';
import { metaOf, sendCommand } from './command-answer.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';
import { balanceOf, toSubscriptionBalance } from './subscription-answers.ts';

/** The money of the open period, by hand. */
export const subscriptionMoneyRoutes: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases: { subscription, budget } },
) => {
  server.post(
    '/subscriptions/budget/topup',
    {
      config: { permission: 'subscription:write', operation: 'top-up-subscription' },
      schema: {
        tags: ['subscriptions'],
        summary: 'Add to the open period, once per period unless forced; moves no date',
        operationId: 'topUpSubscription',
        body: periodTopUpBody,
        response: { 200: answerSchema(periodTopUpAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { notes, ...input } = request.body;
      const meta = metaOf(request, notes);
      const outcome = await subscription.topUp(contextOf(request), input, meta);
      return sendCommand(reply, outcome, (view) => ({
        status: 'ok' as const,
        user_id: view.userId,
        topup_usd: usdNumber(input.amountMicroUsd),
        new_balance_usd: usdNumber(view.period?.balanceMicroUsd ?? 0n),
        force_topup: input.force,
        period_key: view.period?.key ?? null,
      }));
    },
  );

  server.post(
    '/subscriptions/budget/overdraft',
    {
      config: { permission: 'subscription:write', operation: 'set-subscription-overdraft' },
      schema: {
        tags: ['subscriptions'],
        summary: 'How far below zero holds may take a period; null is unlimited',
        operationId: 'setSubscriptionOverdraft',
        body: periodOverdraftBody,
        response: { 200: answerSchema(periodOverdraftAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const ctx = contextOf(request);
      const { notes, ...input } = request.body;
      const outcome = await subscription.setOverdraft(ctx, input, metaOf(request, notes));
      const reference = await budget.reference(ctx, {});
      return sendCommand(reply, outcome, (view) => ({
        status: 'ok' as const,
        user_id: view.userId,
        overdraft_limit_usd: usdOrNull(view.overdraftMicroUsd),
        subscription_balance: toSubscriptionBalance(balanceOf(view), reference),
      }));
    },
  );
};
