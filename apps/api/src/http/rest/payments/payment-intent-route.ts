import type { Rejection } from '@purser/schema/contract/rejections';
import type { CommandOutcome } from '@purser/schema/contract/request-context';
import { paymentIntentAnswer, paymentIntentBody } from '@purser/schema/contract/rest/stripe-bodies';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { RouteOptions } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from '../control-plane/command-answer.ts';

/** Our own address, and the one that the first guide's page asks. */
const addresses = ['/api/v1/payments/intents', '/api/create-payment-intent'] as const;

/** Opens a payment of a package, of credits or of amounts of its own at Stripe. */
export const paymentIntentRoute: FastifyPluginAsyncZod<{
  readonly payment: UseCases['payment'];
}> = async (server, { payment }) => {
  server.addHook('onRoute', describeOnce);
  for (const url of addresses) {
    server.post(
      url,
      {
        config: { permission: 'payment:create', operation: 'create-payment-intent' },
        schema: {
          tags: ['stripe'],
          summary: 'Open a payment of a package, of credits or of amounts of your own at Stripe',
          operationId: 'createPaymentIntent',
          body: paymentIntentBody,
          response: { 200: answerSchema(paymentIntentAnswer), ...problemAnswers },
        },
      },
      async (request, reply) => {
        const outcome = await payment.create(contextOf(request), request.body, metaOf(request));
        return sendCommand(reply, inItsWords(outcome), ({ clientSecret, paymentIntentId }) => ({
          status: 'ok' as const,
          message: 'Confirm the payment with its client secret',
          client_secret: clientSecret ?? '',
          payment_intent_id: paymentIntentId ?? '',
        }));
      },
    );
  }
};

/** The body of this route has names of its own. */
const names: Readonly<Record<string, string>> = {
  amountMicroUsd: 'amount',
  packageId: 'package',
  adds: 'additional_*',
  expiresInDays: 'expires_in_days',
};

function inItsWords<Value>(
  outcome: CommandOutcome<Value, Rejection>,
): CommandOutcome<Value, Rejection> {
  if (outcome.ok) return outcome;
  const { field } = outcome.rejection;
  const name = field === undefined ? undefined : names[field];
  return name === undefined
    ? outcome
    : { ok: false, rejection: { ...outcome.rejection, field: name } };
}

/** It is described under its first address; the other works and stays out of the document. */
function describeOnce(route: RouteOptions): void {
  if (route.url !== addresses[0]) route.schema = { ...route.schema, hide: true };
}
