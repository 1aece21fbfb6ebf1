import type { Permission } from '@purser/domain/access/permissions';
import { checkoutSubscriptionBody } from '@purser/schema/contract/rest/stripe-bodies';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { ZodType } from 'zod';
import { sendProblem } from '../../problem.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';

type StripeRoute = {
  readonly url: string;
  readonly permission: Permission;
  readonly operation: string;
  readonly operationId: string;
  readonly summary: string;
  readonly body: ZodType;
};

/** What calls Stripe. Without Stripe there is nothing to call: a request that could be is told so. */
const routes: readonly StripeRoute[] = [
  {
    url: '/checkout/subscription',
    permission: 'subscription:write',
    operation: 'checkout-subscription',
    operationId: 'checkoutSubscription',
    summary: 'Open a Stripe Checkout that subscribes to a plan',
    body: checkoutSubscriptionBody,
  },
];

/** The routes that need Stripe: bad input is refused as anywhere, and what is left is 503. */
export const stripeRoutes: FastifyPluginAsyncZod = async (server) => {
  for (const { url, permission, operation, operationId, summary, body } of routes) {
    server.post(
      url,
      {
        config: { permission, operation },
        schema: { tags: ['stripe'], summary, operationId, body, response: problemAnswers },
      },
      (_request, reply) =>
        sendProblem(reply, {
          code: 'stripe_not_configured',
          message: 'Stripe is not set up for this project, so nothing was asked of it.',
        }),
    );
  }
};
