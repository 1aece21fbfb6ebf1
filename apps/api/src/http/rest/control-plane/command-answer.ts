import type { Rejection } from '@purser/schema/contract/rejections';
import type { CommandMeta, CommandOutcome } from '@purser/schema/contract/request-context';
import { isStorableText } from '@purser/schema/contract/rest/fields';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendRejection } from '../../problem.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { refuseFields } from '../../problems/refusal-error.ts';

const keyCharactersMax = 255;

/** Reason and idempotency key of a REST command; without a reason it is the operation's name. */
export function metaOf(request: FastifyRequest, reason?: string | null): CommandMeta {
  const idempotencyKey = idempotencyKeyOf(request);
  const said = reason?.trim() || request.routeOptions.config.operation;
  return {
    ...(said === undefined ? {} : { reason: said }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
}

function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  const one = typeof key === 'string' ? key : '';
  if (one.length === 0 || one.length > keyCharactersMax || !isStorableText(one)) {
    throw refuseFields([
      { field: 'Idempotency-Key', message: `must have 1 to ${keyCharactersMax} characters` },
    ]);
  }
  return one;
}

/** Whether the caller wants only what is missing to be written: `If-None-Match: *` (rule P3). */
export function onlyIfMissing({ headers }: FastifyRequest): boolean {
  const match = headers['if-none-match'];
  if (match === undefined) return false;
  if (match.trim() === '*') return true;
  throw refuseFields([{ field: 'If-None-Match', message: 'can only be *' }]);
}

/** Answers a command: its value in the shape of the route, or why it was declined. */
export function sendCommand<Value, Answer extends object>(
  reply: FastifyReply,
  outcome: CommandOutcome<Value, Rejection>,
  toAnswer: (value: Value) => Answer,
): Answer {
  // What a problem looks like is beyond the route's own schema; Fastify sends the reply it is given.
  if (!outcome.ok) return sendRejection(reply, named(outcome.rejection)) as unknown as Answer;
  if (outcome.replayed) reply.header('idempotent-replayed', 'true');
  return toAnswer(outcome.value);
}

/** Inputs whose name here is not just our own in lower case. */
const restNames: Readonly<Record<string, string>> = {
  amountMicroUsd: 'usd_amount',
  force: 'force_topup',
  overdraftMicroUsd: 'overdraft_limit_usd',
  referenceModel: 'ref_model',
  referenceProvider: 'ref_provider',
};

function named(rejection: Rejection): Rejection {
  const { field } = rejection;
  if (field === undefined) return rejection;
  const snake = field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return { ...rejection, field: restNames[field] ?? snake };
}

/** Responses of a write that may find nothing to change: 201 when it wrote, 200 when all was so already. */
export function createdOrKept(answer: object) {
  return { 200: answer, 201: answer, ...problemAnswers };
}
