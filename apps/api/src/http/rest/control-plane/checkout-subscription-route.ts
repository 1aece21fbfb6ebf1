import {
  checkoutAnswer,
  checkoutSubscriptionBody,
} from '@purser/schema/contract/rest/stripe-bodies';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from './command-answer.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';
import { payingCaller } from './paying-caller.ts';

/** A page at Stripe on which a user subscribes. */
export const checkoutSubscriptionRoute: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases: { payment } },
) => {
  server.post(
    '/checkout/subscription',
    {
      config: {
        permission: 'subscription:write',
        admitsSelf: true,
        operation: 'checkout-subscription',
      },
      schema: {
        tags: ['stripe'],
        summary: 'Open a Stripe Checkout that subscribes to a plan',
        operationId: 'checkoutSubscription',
        body: checkoutSubscriptionBody,
        response: { 200: answerSchema(checkoutAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const caller = payingCaller(request, 'subscription:write', body.userId);
      const outcome = await payment.checkoutSubscription(caller, body, metaOf(request));
      return sendCommand(reply, outcome, ({ sessionId, url }) => ({
        status: 'ok' as const,
        message: 'The subscription begins once the Checkout is paid',
        session_id: sessionId ?? '',
        checkout_url: url ?? '',
      }));
    },
  );
};
