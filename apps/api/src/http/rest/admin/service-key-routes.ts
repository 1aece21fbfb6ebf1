import type { ServiceKeyView } from '@purser/schema/contract/operation-views';
import {
  serviceKeyBody,
  serviceKeyListAnswer,
  serviceKeyMadeAnswer,
  serviceKeyParams,
  serviceKeyRevokedAnswer,
} from '@purser/schema/contract/rest/service-key-contract';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { instantOrNull } from '../control-plane/amounts.ts';
import { metaOf, sendCommand } from '../control-plane/command-answer.ts';

/** Keys of AI apps and GraphQL clients, under `/api/v1/admin`. */
export const serviceKeyRoutes: FastifyPluginAsyncZod<{ key: UseCases['key'] }> = async (
  server,
  { key },
) => {
  server.get(
    '/keys',
    {
      config: { permission: 'key:read', operation: 'list-service-keys' },
      schema: {
        tags: ['keys'],
        summary: 'Service keys, newest first',
        operationId: 'listServiceKeys',
        response: { 200: answerSchema(serviceKeyListAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const keys = await key.list(contextOf(request), {});
      return { status: 'ok' as const, count: keys.length, keys: keys.map(toServiceKey) };
    },
  );

  server.post(
    '/keys',
    {
      config: { permission: 'key:manage', operation: 'create-service-key' },
      schema: {
        tags: ['keys'],
        summary: 'Make a service key; the answer shows it once',
        operationId: 'createServiceKey',
        body: serviceKeyBody,
        response: { 201: answerSchema(serviceKeyMadeAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const outcome = await key.create(contextOf(request), request.body, metaOf(request));
      reply.code(201).header('cache-control', 'no-store');
      return sendCommand(reply, outcome, (made) => ({
        status: 'ok' as const,
        message: made.secret === '' ? 'This key was shown when it was made' : 'Service key made',
        ...toServiceKey(made.key),
        key: made.secret === '' ? null : made.secret,
      }));
    },
  );

  server.delete(
    '/keys/:id',
    {
      config: { permission: 'key:manage', operation: 'revoke-service-key' },
      schema: {
        tags: ['keys'],
        summary: 'End a service key; requests with it are refused within five seconds',
        operationId: 'revokeServiceKey',
        params: serviceKeyParams,
        response: { 200: answerSchema(serviceKeyRevokedAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const outcome = await key.revoke(contextOf(request), { id }, metaOf(request));
      return sendCommand(reply, outcome, (view) => ({
        status: 'ok' as const,
        message: 'Service key revoked',
        ...toServiceKey(view),
      }));
    },
  );
};

function toServiceKey(view: ServiceKeyView) {
  return {
    id: view.id,
    name: view.name,
    key_prefix: view.prefix,
    scopes: [...view.scopes],
    created_by: view.createdBy,
    created_at: view.createdAt.toISOString(),
    revoked_at: instantOrNull(view.revokedAt),
    last_used_at: instantOrNull(view.lastUsedAt),
  };
}
