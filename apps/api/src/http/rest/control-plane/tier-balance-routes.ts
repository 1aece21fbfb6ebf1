import { everyBundle } from '@purser/domain/plan/plan';
import { revokedAnswer } from '@purser/schema/contract/rest/replenishment-answers';
import { includeExpiredQuery, userParams } from '@purser/schema/contract/rest/replenishment-bodies';
import {
  overrideMadeAnswer,
  tierBalanceAnswer,
} from '@purser/schema/contract/rest/tier-balance-answers';
import {
  type Override,
  overrideTrialBody,
  overrideUpdateBody,
} from '@purser/schema/contract/rest/tier-balance-bodies';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from './command-answer.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';
import { toRevoked } from './grant-answers.ts';
import { toOverrideMade, toTierBalance } from './tier-balance-answers.ts';

/** Replacing the limits of a user: each write is a new grant with just the fields that were sent (rule P6). */
export const tierBalanceRoutes: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases },
) => {
  server.post(
    '/grant-trial',
    {
      config: { permission: 'grant:write', operation: 'grant-override-trial' },
      schema: {
        tags: ['grants'],
        summary: 'Replace limits of a user for a trial',
        operationId: 'grantOverrideTrial',
        body: overrideTrialBody,
        response: { 201: answerSchema(overrideMadeAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const input = toGrant(request.body, 'trial');
      const outcome = await useCases.grant.create(
        contextOf(request),
        input,
        metaOf(request, input.notes),
      );
      reply.code(201);
      const message = 'Trial granted';
      return sendCommand(reply, outcome, (made) => toOverrideMade(made, message));
    },
  );

  server.post(
    '/update',
    {
      config: { permission: 'grant:write', operation: 'set-override' },
      schema: {
        tags: ['grants'],
        summary: 'Replace limits of a user',
        operationId: 'setOverride',
        body: overrideUpdateBody,
        response: { 201: answerSchema(overrideMadeAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const input = toGrant(request.body, 'operator');
      const outcome = await useCases.grant.create(
        contextOf(request),
        input,
        metaOf(request, input.notes),
      );
      reply.code(201);
      const message = 'Limits replaced';
      return sendCommand(reply, outcome, (made) => toOverrideMade(made, message));
    },
  );

  server.get(
    '/user/:user_id',
    {
      config: { permission: 'grant:read', operation: 'read-tier-balance' },
      schema: {
        tags: ['grants'],
        summary: 'What replaces the limits of a user, and its prepaid credits',
        operationId: 'readTierBalance',
        params: userParams,
        querystring: includeExpiredQuery,
        response: { 200: answerSchema(tierBalanceAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const { user_id: userId } = request.params;
      const includeExpiredOverride = request.query.include_expired ?? false;
      const question = { userId, includeExpiredOverride };
      const breakdown = await useCases.quota.breakdown(contextOf(request), question);
      if (breakdown === null) throw new Error('A breakdown without an asked plan answered null.');
      return toTierBalance(breakdown);
    },
  );

  server.delete(
    '/user/:user_id',
    {
      config: { permission: 'grant:write', operation: 'revoke-overrides' },
      schema: {
        tags: ['grants'],
        summary: 'End everything that replaces the limits of a user',
        operationId: 'revokeOverrides',
        params: userParams,
        response: { 200: answerSchema(revokedAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const selection = { userId: request.params.user_id, mode: 'replace' as const };
      const outcome = await useCases.grant.revoke(contextOf(request), selection, metaOf(request));
      return sendCommand(reply, outcome, toRevoked);
    },
  );
};

/** An override as a replace grant of the whole project. */
function toGrant(override: Override, source: 'trial' | 'operator') {
  return { ...override, bundleId: everyBundle, mode: 'replace' as const, source };
}
