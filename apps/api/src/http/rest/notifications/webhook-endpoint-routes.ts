import {
  endpointAnswer,
  endpointBody,
  endpointListAnswer,
  endpointParams,
  endpointPatchBody,
  endpointSecretAnswer,
} from '@purser/schema/contract/rest/notification-contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from '../control-plane/command-answer.ts';
import { toEndpoint } from './notification-answers.ts';
import type { NotificationRouteDeps } from './notification-deps.ts';

/** Where alerts are sent besides e-mail: list, make, change, end. */
export const webhookEndpointRoutes: FastifyPluginAsyncZod<NotificationRouteDeps> = async (
  server,
  { notification },
) => {
  server.get(
    '/webhook-endpoints',
    {
      config: { permission: 'event:read', operation: 'list-webhook-endpoints' },
      schema: {
        tags: ['notifications'],
        summary: 'Webhook endpoints, newest first',
        operationId: 'listWebhookEndpoints',
        response: { 200: answerSchema(endpointListAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const endpoints = await notification.endpoints(contextOf(request), {});
      return {
        status: 'ok' as const,
        count: endpoints.length,
        endpoints: endpoints.map(toEndpoint),
      };
    },
  );

  server.post(
    '/webhook-endpoints',
    {
      config: { permission: 'project:write', operation: 'create-webhook-endpoint' },
      schema: {
        tags: ['notifications'],
        summary: 'Make a webhook endpoint; the answer shows its secret once',
        operationId: 'createWebhookEndpoint',
        body: endpointBody,
        response: { 201: answerSchema(endpointSecretAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { reason, ...input } = request.body;
      const meta = metaOf(request, reason);
      const outcome = await notification.createEndpoint(contextOf(request), input, meta);
      reply.code(201).header('cache-control', 'no-store');
      return sendCommand(reply, outcome, ({ endpoint, secret }) => ({
        status: 'ok' as const,
        message: 'Webhook endpoint made',
        ...toEndpoint(endpoint),
        secret,
      }));
    },
  );

  server.patch(
    '/webhook-endpoints/:id',
    {
      config: { permission: 'project:write', operation: 'update-webhook-endpoint' },
      schema: {
        tags: ['notifications'],
        summary: 'Switch a webhook endpoint off or on, or change what it is told of',
        operationId: 'updateWebhookEndpoint',
        params: endpointParams,
        body: endpointPatchBody,
        response: { 200: answerSchema(endpointAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { reason, ...change } = request.body;
      const input = { id: request.params.id, ...change };
      const meta = metaOf(request, reason);
      const outcome = await notification.updateEndpoint(contextOf(request), input, meta);
      return sendCommand(reply, outcome, (view) => ({
        status: 'ok' as const,
        message: view.active ? 'The endpoint is on' : 'The endpoint is off',
        ...toEndpoint(view),
      }));
    },
  );

  server.delete(
    '/webhook-endpoints/:id',
    {
      config: { permission: 'project:write', operation: 'delete-webhook-endpoint' },
      schema: {
        tags: ['notifications'],
        summary: 'End a webhook endpoint; what waits for it is dead',
        operationId: 'deleteWebhookEndpoint',
        params: endpointParams,
        response: { 200: answerSchema(endpointAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const outcome = await notification.deleteEndpoint(
        contextOf(request),
        { id },
        metaOf(request),
      );
      return sendCommand(reply, outcome, (view) => ({
        status: 'ok' as const,
        message: 'Webhook endpoint ended',
        ...toEndpoint(view),
      }));
    },
  );
};
