import {
  replenishmentListAnswer,
  userCreditsAnswer,
  usersWithCreditsAnswer,
} from '@purser/schema/contract/rest/replenishment-answers';
import {
  includeExpiredQuery,
  pageQuery,
  replenishmentListQuery,
  userParams,
} from '@purser/schema/contract/rest/replenishment-bodies';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';
import { toCredit, toUserWithCredits } from './grant-answers.ts';

/** A user has a handful of credits; the list of all of them is paged by `GET /replenishments`. */
const creditsMax = 500;

/** What adds to the limits of users. */
export const replenishmentReadRoutes: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases: { grant } },
) => {
  server.get(
    '/replenishments/user/:user_id',
    {
      config: { permission: 'grant:read', operation: 'read-user-credits' },
      schema: {
        tags: ['grants'],
        summary: 'What adds to the limits of one user',
        operationId: 'readUserCredits',
        params: userParams,
        querystring: includeExpiredQuery,
        response: { 200: answerSchema(userCreditsAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const { user_id: userId } = request.params;
      const { include_expired: includeExpired } = request.query;
      const filter = { userId, includeExpired, mode: 'add' as const, limit: creditsMax };
      const { items } = await grant.list(contextOf(request), filter);
      return {
        status: 'ok' as const,
        user_id: userId,
        credit_count: items.length,
        credits: items.map(toCredit),
      };
    },
  );

  server.get(
    '/replenishments/users',
    {
      config: { permission: 'grant:read', operation: 'list-users-with-credits' },
      schema: {
        tags: ['grants'],
        summary: 'Users whose limits are added to, with the sums',
        operationId: 'listUsersWithCredits',
        querystring: pageQuery,
        response: { 200: answerSchema(usersWithCreditsAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const page = await grant.usersWithGrants(contextOf(request), request.query);
      return {
        status: 'ok' as const,
        user_count: page.items.length,
        users: page.items.map(toUserWithCredits),
        next_cursor: page.nextCursor,
      };
    },
  );

  server.get(
    '/replenishments',
    {
      config: { permission: 'grant:read', operation: 'list-replenishments' },
      schema: {
        tags: ['grants'],
        summary: 'Everything that adds to limits, newest first',
        operationId: 'listReplenishments',
        querystring: replenishmentListQuery,
        response: { 200: answerSchema(replenishmentListAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const { user_id, bundle_id, include_expired, limit, cursor } = request.query;
      const page = await grant.list(contextOf(request), {
        userId: user_id,
        bundleId: bundle_id,
        includeExpired: include_expired,
        mode: 'add',
        limit,
        cursor,
      });
      return {
        status: 'ok' as const,
        count: page.items.length,
        replenishments: page.items.map((one) => ({ user_id: one.userId, ...toCredit(one) })),
        next_cursor: page.nextCursor,
      };
    },
  );
};
