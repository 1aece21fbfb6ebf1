import type { Rejection } from '@purser/schema/contract/rejections';
import type { CommandOutcome } from '@purser/schema/contract/request-context';
import type { WithRevision } from '@purser/schema/contract/tenant';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answerSchema } from '../../answer-schema.ts';
import { sendCommand } from '../control-plane/command-answer.ts';

/** The answer of what has ended: its status says everything. */
export const noContent = answerSchema(z.null().meta({ description: 'No content' }));

/** 204 with the revision that tells data planes, or why the command was declined. */
export function sendNothing(
  reply: FastifyReply,
  outcome: CommandOutcome<WithRevision<unknown>, Rejection>,
): FastifyReply {
  const answer = sendCommand(reply, outcome, ({ policyRevision }) => ({ policyRevision }));
  if (!outcome.ok) return answer as unknown as FastifyReply;
  return reply
    .code(204)
    .header('x-policy-revision', outcome.value.policyRevision.toString())
    .send();
}
