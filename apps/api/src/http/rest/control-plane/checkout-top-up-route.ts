import { checkoutAnswer, checkoutTopUpBody } from '@purser/schema/contract/rest/stripe-bodies';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from './command-answer.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';
import { payingCaller } from './paying-caller.ts';

/** A page at Stripe on which a user buys credits. */
export const checkoutTopUpRoute: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases: { payment } },
) => {
  server.post(
    '/checkout/topup',
    {
      config: { permission: 'wallet:write', admitsSelf: true, operation: 'checkout-top-up' },
      schema: {
        tags: ['stripe'],
        summary: 'Open a Stripe Checkout that buys credits',
        operationId: 'checkoutTopUp',
        body: checkoutTopUpBody,
        response: { 200: answerSchema(checkoutAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const caller = payingCaller(request, 'wallet:write', body.userId);
      const outcome = await payment.checkoutTopUp(caller, body, metaOf(request));
      return sendCommand(reply, outcome, ({ sessionId, url }) => ({
        status: 'ok' as const,
        message: 'The credits come once the Checkout is paid',
        session_id: sessionId ?? '',
        checkout_url: url ?? '',
      }));
    },
  );
};
