import type { FastifyReply } from 'fastify';
import type { ErrorBody } from '../http/api-error.ts';
import type { RequestFault } from './request-faults.ts';

const errors: { readonly [status in 500 | 429 | 409]: ErrorBody } = {
  500: { type: 'api_error', message: 'An unexpected error has occurred.' },
  429: {
    type: 'invalid_request_error',
    code: 'rate_limit',
    message: 'Request rate limit exceeded.',
  },
  409: {
    type: 'invalid_request_error',
    code: 'lock_timeout',
    message:
      'This object cannot be accessed right now because another API request is accessing it.',
  },
};

/** Answers as a fault says: with an error, by hanging up, or never. */
export function breakAnswer(
  reply: FastifyReply,
  answer: Exclude<RequestFault['answer'], 'stall'>,
): FastifyReply {
  if (answer === 'timeout') return reply.hijack();
  if (answer === 'close') {
    reply.hijack();
    reply.raw.destroy();
    return reply;
  }
  return reply.code(answer).send({ error: errors[answer] });
}
