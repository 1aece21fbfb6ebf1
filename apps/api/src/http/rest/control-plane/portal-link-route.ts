import { portalLinkAnswer, portalLinkBody } from '@purser/schema/contract/rest/stripe-bodies';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from './command-answer.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';
import { payingCaller } from './paying-caller.ts';

/** Stripe's own page of a user who is a customer there. */
export const portalLinkRoute: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases: { payment } },
) => {
  server.post(
    '/checkout/portal',
    {
      config: { permission: 'wallet:write', admitsSelf: true, operation: 'create-portal-link' },
      schema: {
        tags: ['stripe'],
        summary: 'Open Stripe’s page on which a user changes cards and sees invoices',
        operationId: 'createPortalLink',
        body: portalLinkBody,
        response: { 200: answerSchema(portalLinkAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const caller = payingCaller(request, 'wallet:write', body.userId);
      const outcome = await payment.portal(caller, body, metaOf(request));
      return sendCommand(reply, outcome, ({ url }) => ({
        status: 'ok' as const,
        message: 'Send the user there now: the link does not last',
        portal_url: url ?? '',
      }));
    },
  );
};
