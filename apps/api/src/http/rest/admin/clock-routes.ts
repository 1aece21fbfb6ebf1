import type { ClockView } from '@purser/schema/contract/operation-views';
import {
  clockAnswer,
  clockBody,
  clockMovedAnswer,
} from '@purser/schema/contract/rest/clock-contract';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from '../control-plane/command-answer.ts';

/** The project's clock, under `/api/v1/admin`. */
export const clockRoutes: FastifyPluginAsyncZod<{ clock: UseCases['clock'] }> = async (
  server,
  { clock },
) => {
  server.get(
    '/clock',
    {
      config: { permission: 'project:read', operation: 'read-clock' },
      schema: {
        tags: ['clock'],
        summary: 'The project’s clock',
        operationId: 'readClock',
        response: { 200: answerSchema(clockAnswer), ...problemAnswers },
      },
    },
    async (request) => ({
      status: 'ok' as const,
      ...toClock(await clock.show(contextOf(request), {})),
    }),
  );

  server.post(
    '/clock',
    {
      config: { permission: 'clock:move', operation: 'move-clock' },
      schema: {
        tags: ['clock'],
        summary: 'Freeze, set, advance or release the clock of a demo, test or sandbox project',
        operationId: 'moveClock',
        body: clockBody,
        response: { 200: answerSchema(clockMovedAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { move, reason } = request.body;
      const outcome = await clock.move(contextOf(request), move, metaOf(request, reason));
      return sendCommand(reply, outcome, (view) => ({
        status: 'ok' as const,
        message: view.frozen ? 'The clock stands still' : 'The clock runs',
        ...toClock(view),
      }));
    },
  );
};

function toClock({ kind, now, offsetMs, frozen }: ClockView) {
  return { kind, now: now.toISOString(), offset_ms: Number(offsetMs), frozen };
}
