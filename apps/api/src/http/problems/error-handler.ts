import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, sendProblem } from '../problem.ts';
import { expectedProblem } from './expected-problem.ts';
import type { RefusalCode } from './problem-codes.ts';

type CallerFault = { readonly code: RefusalCode; readonly message?: string };

/** Statuses that Fastify and its plugins give to what a caller did wrong, in our own words. */
const faultByStatus: Readonly<Record<number, CallerFault>> = {
  400: { code: 'malformed' },
  403: { code: 'forbidden' },
  404: { code: 'not_found' },
  413: { code: 'payload_too_large', message: 'The body is larger than this route accepts.' },
  414: { code: 'uri_too_long', message: 'A part of the path is longer than any name can be.' },
  415: {
    code: 'unsupported_media_type',
    message: 'Send the body as JSON, with the header content-type: application/json.',
  },
  422: { code: 'invalid_value' },
  429: { code: 'too_many_requests' },
};

/** Answers everything that was thrown: a refusal as it is, a fault masked and logged with the request id. */
export function answerError(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = expectedProblem(error) ?? callerFault(error);
  if (problem === null) {
    request.log.error({ err: error }, 'request failed');
    return sendProblem(reply, {
      code: 'internal_error',
      message: `The request failed. Name the request id ${request.id} when you ask about it.`,
    });
  }
  if (problem.code === 'unavailable') request.log.error({ err: error }, 'storage is unavailable');
  return sendProblem(reply, problem);
}

function callerFault(error: FastifyError | Error): Problem | null {
  if (!('statusCode' in error) || !error.statusCode || !isSaidByFastify(error)) return null;
  const fault = faultByStatus[error.statusCode];
  return fault === undefined
    ? null
    : { code: fault.code, message: fault.message ?? sentence(error.message) };
}

/** An error with a status may also be the answer of a server that we called ourselves, which is our fault. */
function isSaidByFastify(error: FastifyError): boolean {
  return error.code?.startsWith('FST_') || ('expose' in error && error.expose === true);
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
