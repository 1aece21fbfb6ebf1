import { checkAnswer, decisionAnswer } from '@purser/schema/contract/rest/turn-answers';
import { admitBody } from '@purser/schema/contract/rest/turn-bodies';
import type { AdmitAnswer, TurnOutcome } from '@purser/schema/contract/turn';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { sendRejection } from '../../problem.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { toCheck, toDecision } from './decision-answer.ts';

const denialAs429 = /(?:^|[,;])\s*status\s*=\s*"?429"?\s*(?:[,;]|$)/i;

/** Admission, and the same decision without holding anything. A denial is an answer, not an error. */
export const admitRoutes: FastifyPluginAsyncZod<{ turn: UseCases['turn'] }> = async (
  server,
  { turn },
) => {
  const decision = answerSchema(decisionAnswer);
  server.post(
    '/turns',
    {
      config: { permission: 'turn:operate', operation: 'admit-turn' },
      schema: {
        tags: ['turns'],
        summary: 'Admit a turn: decide, and hold what it may use',
        operationId: 'admitTurn',
        body: admitBody,
        response: { 200: decision, 429: decision, ...problemAnswers },
      },
    },
    async (request, reply) =>
      sendDecision(request, reply, await turn.admit(contextOf(request), request.body), toDecision),
  );

  const check = answerSchema(checkAnswer);
  // Two colons stand for one that begins no parameter.
  server.post(
    '/turns::check',
    {
      config: { permission: 'turn:read', operation: 'check-turn' },
      schema: {
        tags: ['turns'],
        summary: 'The decision that an admission would get now, holding nothing',
        operationId: 'checkTurn',
        body: admitBody,
        response: { 200: check, 429: check, ...problemAnswers },
      },
    },
    async (request, reply) =>
      sendDecision(request, reply, await turn.check(contextOf(request), request.body), toCheck),
  );
};

/** 200 with the decision; a denial is 429 for callers that prefer it, and says when to come back. */
function sendDecision(
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: TurnOutcome<AdmitAnswer>,
  toAnswer: (answer: AdmitAnswer) => object,
): object {
  if (!outcome.ok) return sendRejection(reply, outcome.rejection);
  if (outcome.replayed) reply.header('idempotent-replayed', 'true');
  const { value } = outcome;
  if (value.decision === 'denied') {
    if (value.retryAfterSeconds !== null) {
      reply.header('retry-after', Math.max(1, Math.ceil(value.retryAfterSeconds)));
    }
    const { prefer } = request.headers;
    if (prefer !== undefined && denialAs429.test(String(prefer))) {
      reply.code(429).header('preference-applied', 'status=429');
    }
  }
  return toAnswer(value);
}
