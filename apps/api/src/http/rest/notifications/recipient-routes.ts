import {
  recipientsAnswer,
  recipientsBody,
  recipientsListAnswer,
  recipientsParams,
} from '@purser/schema/contract/rest/notification-contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from '../control-plane/command-answer.ts';
import { toRecipients } from './notification-answers.ts';
import type { NotificationRouteDeps } from './notification-deps.ts';

/** Who is told of alerts by mail. */
export const recipientRoutes: FastifyPluginAsyncZod<NotificationRouteDeps> = async (
  server,
  { notification },
) => {
  server.get(
    '/alert-recipients',
    {
      config: { permission: 'event:read', operation: 'list-alert-recipients' },
      schema: {
        tags: ['notifications'],
        summary: 'Who is told of each kind of alert by mail',
        operationId: 'listAlertRecipients',
        response: { 200: answerSchema(recipientsListAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const settings = await notification.mailSettings(contextOf(request), {});
      return {
        status: 'ok' as const,
        count: settings.recipients.length,
        has_mail_server: settings.hasMailServer,
        default_addresses: [...settings.defaultAddresses],
        recipients: settings.recipients.map(toRecipients),
      };
    },
  );

  server.put(
    '/alert-recipients/:kind',
    {
      config: { permission: 'project:write', operation: 'set-alert-recipients' },
      schema: {
        tags: ['notifications'],
        summary: 'Choose who is told of one kind of alert by mail; null goes back to ADMIN_EMAILS',
        operationId: 'setAlertRecipients',
        params: recipientsParams,
        body: recipientsBody,
        response: { 200: answerSchema(recipientsAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { addresses, reason } = request.body;
      const input = { kind: request.params.kind, addresses };
      const meta = metaOf(request, reason);
      const outcome = await notification.setRecipients(contextOf(request), input, meta);
      return sendCommand(reply, outcome, (view) => ({
        status: 'ok' as const,
        message: 'Recipients chosen',
        ...toRecipients(view),
      }));
    },
  );
};
