import { reconcileAnswer } from '@purser/schema/contract/rest/stripe-answers';
import { reconcileBody } from '@purser/schema/contract/rest/stripe-bodies';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from './command-answer.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';

/** Asking Stripe what became of what is pending. */
export const reconcileRoutes: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases: { stripe } },
) => {
  server.post(
    '/stripe/reconcile',
    {
      config: { permission: 'event:write', operation: 'reconcile-stripe' },
      schema: {
        tags: ['stripe'],
        summary: 'Ask Stripe what became of pending refunds and cancellations',
        operationId: 'reconcileStripe',
        body: reconcileBody,
        response: { 200: answerSchema(reconcileAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const outcome = await stripe.reconcile(contextOf(request), request.body, metaOf(request));
      return sendCommand(reply, outcome, ({ reconciled, applied, failed, pending }) => ({
        status: 'ok' as const,
        reconciled,
        applied,
        failed,
        pending,
      }));
    },
  );
};
