import { paymentIntentBody } from '@purser/schema/contract/rest/stripe-bodies';
import type { RouteOptions } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { sendProblem } from '../../problem.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';

/** Our own address, and the one that the first guide's page asks. */
const addresses = ['/api/v1/payments/intents', '/api/create-payment-intent'] as const;

/** Opens a payment of a package at Stripe; without Stripe a request that could be is told so. */
export const paymentIntentRoute: FastifyPluginAsyncZod = async (server) => {
  server.addHook('onRoute', describeOnce);
  for (const url of addresses) {
    server.post(
      url,
      {
        config: { permission: 'payment:create', operation: 'create-payment-intent' },
        schema: {
          tags: ['stripe'],
          summary: 'Open a payment of a package at Stripe',
          operationId: 'createPaymentIntent',
          body: paymentIntentBody,
          response: problemAnswers,
        },
      },
      (_request, reply) =>
        sendProblem(reply, {
          code: 'stripe_not_configured',
          message: 'Stripe is not set up for this project, so nothing was asked of it.',
        }),
    );
  }
};

/** It is described under its first address; the other works and stays out of the document. */
function describeOnce(route: RouteOptions): void {
  if (route.url !== addresses[0]) route.schema = { ...route.schema, hide: true };
}
