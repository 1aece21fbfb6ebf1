import type { Rejection } from '@purser/schema/contract/rejections';
import type { TurnRejection } from '@purser/schema/contract/turn';
import type { FastifyReply } from 'fastify';
import { type ProblemCode, problemKinds } from './problems/problem-codes.ts';
import type { FieldIssue } from './problems/refusal-error.ts';

export type Problem = {
  readonly code: ProblemCode;
  /** A sentence for people: what did not happen, and what would make it work. */
  readonly message: string;
  readonly details?: readonly FieldIssue[];
  readonly retryAfterSeconds?: number | undefined;
};

/** Without a time of its own, a caller that is told to wait waits this long. */
const retryAfterSecondsDefault = 1;

/** Answers a request with a problem (RFC 9457) that also carries the error fields of the guides. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status } = problemKinds[problem.code];
  const waits = status === 429 || status === 503 || problem.code === 'in_progress';
  const retryAfterSeconds =
    problem.retryAfterSeconds ?? (waits ? retryAfterSecondsDefault : undefined);
  if (retryAfterSeconds !== undefined) {
    reply.header('retry-after', Math.max(1, Math.ceil(retryAfterSeconds)));
  }
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problemBody(reply, problem));
}

/** Answers the expected failure of a command or of a turn operation. */
export function sendRejection(
  reply: FastifyReply,
  rejection: Rejection | TurnRejection,
): FastifyReply {
  const { code, message, field } = rejection;
  return sendProblem(reply, {
    code,
    message,
    details: field === undefined ? [] : [{ field, message }],
    retryAfterSeconds: 'retryAfterSeconds' in rejection ? rejection.retryAfterSeconds : undefined,
  });
}

/** The problem as an object; `message` and `detail` are one sentence under two names. */
function problemBody(reply: FastifyReply, { code, message, details }: Problem) {
  const { status, title } = problemKinds[code];
  const requestId = reply.request.id;
  return {
    type: `urn:purser:problem:${code}`,
    title,
    status,
    detail: message,
    instance: requestId,
    error_code: code,
    message,
    details: details ?? [],
    trace_id: requestId,
    timestamp: new Date(reply.server.system.nowMs()).toISOString(),
  };
}
