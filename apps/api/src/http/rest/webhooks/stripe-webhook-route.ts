import { stripeReceivedAnswer } from '@purser/schema/contract/rest/stripe-webhook-contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { WebhookVerifier } from '../../../ports/webhook-verifier.ts';
import type { StripeDoor } from '../../../use-cases/stripe/events/event-door.ts';
import { answerSchema } from '../../answer-schema.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { RefusalError } from '../../problems/refusal-error.ts';

export type StripeWebhookDeps = {
  /** Null while no secret is configured: then nothing can be believed. */
  readonly verifier: WebhookVerifier | null;
  readonly receive: StripeDoor['receive'];
};

/** Stripe's largest events are some hundred kilobytes. */
const eventBytesMax = 1024 * 1024;

/**
 * Where Stripe tells what happened. The signature is the only proof, so the body is read as it came;
 * a 2xx says that the event is stored, nothing more (rule E1).
 */
export const stripeWebhookRoute: FastifyPluginAsyncZod<StripeWebhookDeps> = async (
  server,
  { verifier, receive },
) => {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: eventBytesMax },
    (_request, body, done) => done(null, body),
  );

  server.post(
    '/stripe',
    {
      config: { permission: 'public', operation: 'receive-stripe-event' },
      bodyLimit: eventBytesMax,
      schema: {
        tags: ['webhooks'],
        summary: 'Events of Stripe, proven by their signature',
        operationId: 'receiveStripeEvent',
        response: { 200: answerSchema(stripeReceivedAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      if (verifier === null) throw notConfigured();
      const { 'stripe-signature': signature } = request.headers;
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const read = verifier.verify(body, typeof signature === 'string' ? signature : undefined);
      if (read.kind === 'unsigned') throw unsigned();
      if (read.kind === 'malformed') {
        throw new RefusalError('malformed', `The body is no event of Stripe: ${read.problem}.`);
      }
      const isNew = await receive(read.event);
      return { received: true as const, duplicate: !isNew };
    },
  );
};

function notConfigured(): RefusalError {
  return new RefusalError(
    'stripe_not_configured',
    'Webhooks of Stripe are refused until STRIPE_WEBHOOK_SECRET is set.',
    { retryAfterSeconds: 60 },
  );
}

function unsigned(): RefusalError {
  return new RefusalError(
    'malformed',
    'The header Stripe-Signature is missing, older than five minutes, or does not match the body.',
  );
}
