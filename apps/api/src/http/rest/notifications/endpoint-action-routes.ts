import {
  deliveryAnswer,
  endpointParams,
  endpointSecretAnswer,
  reasonBody,
} from '@purser/schema/contract/rest/notification-contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from '../control-plane/command-answer.ts';
import { toDelivery, toEndpoint } from './notification-answers.ts';
import type { NotificationRouteDeps } from './notification-deps.ts';

/** What can be done with one webhook endpoint: another secret, and trying it out. */
export const endpointActionRoutes: FastifyPluginAsyncZod<NotificationRouteDeps> = async (
  server,
  { notification },
) => {
  server.post(
    '/webhook-endpoints/:id/rotate-secret',
    {
      config: { permission: 'project:write', operation: 'rotate-webhook-secret' },
      schema: {
        tags: ['notifications'],
        summary:
          'Replace the secret of a webhook endpoint; the one before signs beside it for a day',
        operationId: 'rotateWebhookSecret',
        params: endpointParams,
        body: reasonBody,
        response: { 200: answerSchema(endpointSecretAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const meta = metaOf(request, request.body.reason);
      const outcome = await notification.rotateSecret(contextOf(request), { id }, meta);
      reply.header('cache-control', 'no-store');
      return sendCommand(reply, outcome, ({ endpoint, secret }) => ({
        status: 'ok' as const,
        message: secret === null ? 'This secret was shown when it was made' : 'Secret replaced',
        ...toEndpoint(endpoint),
        secret,
      }));
    },
  );

  server.post(
    '/webhook-endpoints/:id/test',
    {
      config: { permission: 'event:write', operation: 'send-test-alert' },
      schema: {
        tags: ['notifications'],
        summary: 'Send a webhook endpoint an alert that says it is a test',
        operationId: 'sendTestAlert',
        params: endpointParams,
        body: reasonBody,
        response: { 202: answerSchema(deliveryAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const meta = metaOf(request, request.body.reason);
      const outcome = await notification.sendTest(contextOf(request), { id }, meta);
      reply.code(202);
      return sendCommand(reply, outcome, (view) => ({
        status: 'ok' as const,
        message: 'The test is on its way',
        ...toDelivery(view),
      }));
    },
  );
};
