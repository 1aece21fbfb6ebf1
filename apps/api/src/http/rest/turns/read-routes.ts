import { turnListQuery, turnParams } from '@purser/schema/contract/rest/turn-bodies';
import { lineageAnswer, turnListAnswer } from '@purser/schema/contract/rest/turn-views';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { sendProblem } from '../../problem.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { toLineage, toTurnItem } from './turn-view-answer.ts';

/** Reading turns afterwards: the list, and the lineage of one. */
export const readRoutes: FastifyPluginAsyncZod<{ turn: UseCases['turn'] }> = async (
  server,
  { turn },
) => {
  server.get(
    '/turns',
    {
      config: { permission: 'turn:read', operation: 'list-turns' },
      schema: {
        tags: ['turns'],
        summary: 'Turns, newest first',
        operationId: 'listTurns',
        querystring: turnListQuery,
        response: { 200: answerSchema(turnListAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const { user_id: userId, state, limit, cursor } = request.query;
      const page = await turn.list(contextOf(request), { userId, state, limit, cursor });
      return {
        count: page.items.length,
        turns: page.items.map(toTurnItem),
        next_cursor: page.nextCursor,
      };
    },
  );

  server.get(
    '/turns/:turn_id',
    {
      config: { permission: 'turn:read', operation: 'read-turn' },
      schema: {
        tags: ['turns'],
        summary: 'One turn from its decision to its settlement, with its transfers and denials',
        operationId: 'readTurn',
        params: turnParams,
        response: { 200: answerSchema(lineageAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const turnId = request.params.turn_id;
      const lineage = await turn.lineage(contextOf(request), { turnId });
      return lineage.turn === null && lineage.denials.length === 0
        ? sendProblem(reply, { code: 'unknown_turn', message: 'No turn of this id is known here.' })
        : toLineage(turnId, lineage);
    },
  );
};
