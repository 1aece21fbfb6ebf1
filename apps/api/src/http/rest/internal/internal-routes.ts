import { matchesEtag } from '@purser/domain/snapshot/matches-etag';
import { snapshotAnswer } from '@purser/schema/contract/rest/snapshot-contract';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import type { SignedCalls } from '../../auth/signed-calls.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { budgetRoutes } from './budget-routes.ts';
import { verifySigned } from './verify-signed.ts';

/** Where the guide's data planes call; both are the same routes. */
export const internalPrefixes = ['/internal', '/internal/v1'] as const;

export type InternalDeps = {
  readonly dataPlane: UseCases['dataPlane'];
  readonly signedCalls: SignedCalls;
};

/** What data planes call; every call is signed. */
export const internalRoutes: FastifyPluginAsyncZod<InternalDeps> = async (
  server,
  { dataPlane, signedCalls },
) => {
  verifySigned(server, signedCalls);
  const versioned = server.prefix.endsWith('/v1') ? 'V1' : '';

  server.get(
    '/policy-snapshot',
    {
      config: { permission: 'signed' },
      schema: {
        tags: ['data planes'],
        summary: 'Everything that data planes know of all tenants; 304 while it is what they have',
        operationId: `policySnapshot${versioned}`,
        response: { 200: answerSchema(snapshotAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { etag, body } = await dataPlane.snapshot();
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send();
      return reply
        .type('application/json; charset=utf-8')
        .send(Buffer.from(body.buffer, body.byteOffset, body.length) as never);
    },
  );

  await server.register(budgetRoutes, { dataPlane });
};
