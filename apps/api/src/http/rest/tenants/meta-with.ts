import type { CommandMeta } from '@purser/schema/contract/request-context';
import type { FastifyRequest } from 'fastify';
import { metaOf } from '../control-plane/command-answer.ts';

/** What a body says of the command itself. */
export function metaWith(
  request: FastifyRequest & {
    readonly body: { readonly reason?: string | undefined; readonly dryRun?: boolean | undefined };
  },
): CommandMeta {
  const { reason, dryRun } = request.body;
  return { ...metaOf(request, reason), ...(dryRun === true ? { dryRun } : {}) };
}
