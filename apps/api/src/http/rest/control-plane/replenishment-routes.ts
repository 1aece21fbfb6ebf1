import {
  replenishmentMadeAnswer,
  revokedAnswer,
} from '@purser/schema/contract/rest/replenishment-answers';
import {
  grantParams,
  replenishmentTopUpBody,
  replenishmentTrialBody,
  userBundleParams,
} from '@purser/schema/contract/rest/replenishment-bodies';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from './command-answer.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';
import { toReplenishment, toRevoked } from './grant-answers.ts';

/** Adding to a user's limits, and ending that again. */
export const replenishmentRoutes: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases: { grant } },
) => {
  server.post(
    '/replenishments/grant-trial',
    {
      config: { permission: 'grant:write', operation: 'grant-trial' },
      schema: {
        tags: ['grants'],
        summary: 'Add to the limits of a user for a trial',
        operationId: 'grantTrial',
        body: replenishmentTrialBody,
        response: { 201: answerSchema(replenishmentMadeAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const input = { ...request.body, mode: 'add' as const, source: 'trial' as const };
      const meta = metaOf(request, input.notes);
      const outcome = await grant.create(contextOf(request), input, meta);
      reply.code(201);
      return sendCommand(reply, outcome, (made) => toReplenishment(made, 'Trial granted'));
    },
  );

  server.post(
    '/replenishments/top-up',
    {
      config: { permission: 'grant:write', operation: 'top-up-user' },
      schema: {
        tags: ['grants'],
        summary: 'Add to the limits of a user, for a time or for ever',
        operationId: 'topUpUser',
        body: replenishmentTopUpBody,
        response: { 201: answerSchema(replenishmentMadeAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const bought = request.body.purchaseAmountMicroUsd !== undefined;
      const source = bought ? ('purchase' as const) : ('operator' as const);
      const input = { ...request.body, mode: 'add' as const, source };
      const meta = metaOf(request, input.notes);
      const outcome = await grant.create(contextOf(request), input, meta);
      reply.code(201);
      return sendCommand(reply, outcome, (made) => toReplenishment(made, 'Credits added'));
    },
  );

  server.delete(
    '/replenishments/grants/:grant_id',
    {
      config: { permission: 'grant:write', operation: 'revoke-grant' },
      schema: {
        tags: ['grants'],
        summary: 'End one grant',
        operationId: 'revokeGrant',
        params: grantParams,
        response: { 200: answerSchema(revokedAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const selection = { grantId: request.params.grant_id };
      const outcome = await grant.revoke(contextOf(request), selection, metaOf(request));
      return sendCommand(reply, outcome, toRevoked);
    },
  );

  server.delete(
    '/replenishments/:user_id/:bundle_id',
    {
      config: { permission: 'grant:write', operation: 'revoke-replenishments' },
      schema: {
        tags: ['grants'],
        summary: 'End everything that adds to the limits of a user in a bundle',
        operationId: 'revokeReplenishments',
        params: userBundleParams,
        response: { 200: answerSchema(revokedAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { user_id: userId, bundle_id: bundleId } = request.params;
      const selection = { userId, bundleId, mode: 'add' as const };
      const outcome = await grant.revoke(contextOf(request), selection, metaOf(request));
      return sendCommand(reply, outcome, toRevoked);
    },
  );
};
