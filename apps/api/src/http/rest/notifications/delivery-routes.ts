import {
  deliveriesAnswer,
  deliveriesQuery,
  deliveryAnswer,
  endpointParams,
  reasonBody,
} from '@purser/schema/contract/rest/notification-contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from '../control-plane/command-answer.ts';
import { toDelivery } from './notification-answers.ts';
import type { NotificationRouteDeps } from './notification-deps.ts';

/** Alerts and whom they were told. */
export const deliveryRoutes: FastifyPluginAsyncZod<NotificationRouteDeps> = async (
  server,
  { notification },
) => {
  server.get(
    '/deliveries',
    {
      config: { permission: 'event:read', operation: 'list-deliveries' },
      schema: {
        tags: ['notifications'],
        summary:
          'Alerts on their way to their receivers, newest first; `state=dead` are the dead letters',
        operationId: 'listDeliveries',
        querystring: deliveriesQuery,
        response: { 200: answerSchema(deliveriesAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const { state, endpoint_id: endpointId, limit, cursor } = request.query;
      const filter = { status: state, endpointId, limit, cursor };
      const { items, nextCursor } = await notification.deliveries(contextOf(request), filter);
      return {
        status: 'ok' as const,
        count: items.length,
        deliveries: items.map(toDelivery),
        next_cursor: nextCursor,
      };
    },
  );

  server.post(
    '/deliveries/:id/redeliver',
    {
      config: { permission: 'event:write', operation: 'redeliver' },
      schema: {
        tags: ['notifications'],
        summary: 'Send an alert again to one receiver; the message keeps its id',
        operationId: 'redeliver',
        params: endpointParams,
        body: reasonBody,
        response: { 202: answerSchema(deliveryAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const meta = metaOf(request, request.body.reason);
      const outcome = await notification.redeliver(contextOf(request), { id }, meta);
      reply.code(202);
      return sendCommand(reply, outcome, (view) => ({
        status: 'ok' as const,
        message: 'The alert is on its way again',
        ...toDelivery(view),
      }));
    },
  );
};
