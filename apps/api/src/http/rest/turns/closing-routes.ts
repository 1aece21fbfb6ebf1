import {
  heartbeatAnswer,
  releaseAnswer,
  settleAnswer,
} from '@purser/schema/contract/rest/turn-answers';
import { emptyBody, settleBody, turnParams } from '@purser/schema/contract/rest/turn-bodies';
import type { TurnOutcome } from '@purser/schema/contract/turn';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { sendRejection } from '../../problem.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { toHeartbeat, toRelease, toSettlement } from './closing-answer.ts';

/** What happens to a turn after its admission: it is kept alive, settled, or released. */
export const closingRoutes: FastifyPluginAsyncZod<{ turn: UseCases['turn'] }> = async (
  server,
  { turn },
) => {
  server.post(
    '/turns/:turn_id/heartbeat',
    {
      config: { permission: 'turn:operate', operation: 'heartbeat-turn' },
      schema: {
        tags: ['turns'],
        summary: 'Keep a running turn and its holds alive',
        operationId: 'heartbeatTurn',
        params: turnParams,
        body: emptyBody,
        response: { 200: answerSchema(heartbeatAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const turnId = request.params.turn_id;
      return sendOutcome(reply, await turn.heartbeat(contextOf(request), { turnId }), toHeartbeat);
    },
  );

  server.post(
    '/turns/:turn_id/settle',
    {
      config: { permission: 'turn:operate', operation: 'settle-turn' },
      schema: {
        tags: ['turns'],
        summary: 'Book what a turn cost, and free what it held',
        operationId: 'settleTurn',
        params: turnParams,
        body: settleBody,
        response: { 200: answerSchema(settleAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const input = { turnId: request.params.turn_id, ...request.body };
      return sendOutcome(reply, await turn.settle(contextOf(request), input), toSettlement);
    },
  );

  server.post(
    '/turns/:turn_id/release',
    {
      config: { permission: 'turn:operate', operation: 'release-turn' },
      schema: {
        tags: ['turns'],
        summary: 'Free what a turn held that never ran',
        operationId: 'releaseTurn',
        params: turnParams,
        body: emptyBody,
        response: { 200: answerSchema(releaseAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const turnId = request.params.turn_id;
      return sendOutcome(reply, await turn.release(contextOf(request), { turnId }), toRelease);
    },
  );
};

function sendOutcome<Value>(
  reply: FastifyReply,
  outcome: TurnOutcome<Value>,
  toAnswer: (value: Value) => object,
): object {
  if (!outcome.ok) return sendRejection(reply, outcome.rejection);
  if (outcome.replayed) reply.header('idempotent-replayed', 'true');
  return toAnswer(outcome.value);
}
