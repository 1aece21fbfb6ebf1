import { matchesEtag } from '@purser/domain/snapshot/matches-etag';
import type { DataPlaneOutcome, DataPlaneRejection } from '@purser/schema/contract/data-plane';
import {
  allocateAnswer,
  allocateBody,
  readAllocation,
  readReport,
  reportAnswer,
  reportBody,
} from '@purser/schema/contract/rest/internal-contract';
import { snapshotAnswer } from '@purser/schema/contract/rest/snapshot-contract';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import type { SignedCalls } from '../../auth/signed-calls.ts';
import { sendProblem } from '../../problem.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { toAllocateAnswer, toReportAnswer } from './internal-answers.ts';
import { callOf, verifySigned } from './verify-signed.ts';

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

  server.post(
    '/budget/allocate',
    {
      config: { permission: 'signed' },
      schema: {
        tags: ['data planes'],
        summary: "Lease a part of a tenant's quota",
        operationId: `allocateBudget${versioned}`,
        body: allocateBody,
        response: { 200: answerSchema(allocateAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const call = callOf(request);
      const read = readAllocation(request.body, call.dataplaneId);
      if (!read.ok) return refuse(reply, read.rejection);
      return send(reply, await dataPlane.allocate(call, read.value), toAllocateAnswer);
    },
  );

  server.post(
    '/usage/report',
    {
      config: { permission: 'signed' },
      schema: {
        tags: ['data planes'],
        summary: 'Book what a data plane has spent, once',
        operationId: `reportUsage${versioned}`,
        body: reportBody,
        response: {
          200: answerSchema(reportAnswer),
          202: answerSchema(reportAnswer),
          ...problemAnswers,
        },
      },
    },
    async (request, reply) => {
      const call = callOf(request);
      const read = readReport(request.body, call.dataplaneId);
      if (!read.ok) return refuse(reply, read.rejection);
      const outcome = await dataPlane.report(call, read.value);
      if (outcome.ok && outcome.value.bookedAs === 'quarantine') reply.code(202);
      return send(reply, outcome, toReportAnswer);
    },
  );
};

function send<Value, Answer extends object>(
  reply: FastifyReply,
  outcome: DataPlaneOutcome<Value>,
  toAnswer: (value: Value) => Answer,
): Answer {
  if (!outcome.ok) return refuse(reply, outcome.rejection);
  if (outcome.replayed) reply.header('idempotent-replayed', 'true');
  return toAnswer(outcome.value);
}

/** What a problem looks like is beyond the route's own schema; Fastify sends the reply it is given. */
function refuse(
  reply: FastifyReply,
  { code, message, field, retryAfterSeconds }: DataPlaneRejection,
): never {
  const details = field === undefined ? [] : [{ field, message }];
  return sendProblem(reply, { code, message, details, retryAfterSeconds }) as never;
}
