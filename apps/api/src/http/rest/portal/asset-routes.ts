import {
  apiKeyBody,
  apiKeyListAnswer,
  apiKeyMadeAnswer,
  domainAnswer,
  domainBody,
  domainListAnswer,
  portalParams,
  rotateBody,
} from '@purser/schema/contract/rest/portal-contract';
import type { ApiKeyView, DomainView } from '@purser/schema/contract/tenant';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { instantOrNull } from '../control-plane/amounts.ts';
import { metaOf, sendCommand } from '../control-plane/command-answer.ts';
import { noContent, sendNothing } from '../tenants/send-nothing.ts';

const ended = { 204: noContent, ...problemAnswers };

/** The domains of the request's tenant, under `/api/v1`. */
export const domainRoutes: FastifyPluginAsyncZod<{ domain: UseCases['domain'] }> = async (
  server,
  { domain },
) => {
  server.get(
    '/domains',
    {
      config: { permission: 'portal:read', operation: 'list-domains' },
      schema: {
        tags: ['portal'],
        summary: 'Domains of the tenant, by name',
        operationId: 'listDomains',
        response: { 200: answerSchema(domainListAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const ctx = contextOf(request);
      const domains = (await domain.list(ctx, { tenantId: ctx.scope.tenantUuid })).map(toDomain);
      return { count: domains.length, domains };
    },
  );

  server.post(
    '/domains',
    {
      config: { permission: 'portal:manage', operation: 'add-domain' },
      schema: {
        tags: ['portal'],
        summary: 'Claim a domain; the answer has the record that proves it',
        operationId: 'addDomain',
        body: domainBody,
        response: { 201: answerSchema(domainAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const input = { name: request.body.domain };
      const outcome = await domain.add(contextOf(request), input, metaOf(request));
      reply.code(201);
      return sendCommand(reply, outcome, ({ value }) => toDomain(value));
    },
  );

  server.post(
    '/domains/:id/verify',
    {
      config: { permission: 'portal:manage', operation: 'verify-domain' },
      schema: {
        tags: ['portal'],
        summary: 'Look the proof up now',
        operationId: 'verifyDomain',
        params: portalParams,
        response: { 200: answerSchema(domainAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const outcome = await domain.verify(contextOf(request), request.params, metaOf(request));
      return sendCommand(reply, outcome, ({ value }) => toDomain(value));
    },
  );

  server.delete(
    '/domains/:id',
    {
      config: { permission: 'portal:manage', operation: 'remove-domain' },
      schema: {
        tags: ['portal'],
        summary: 'Give a domain up',
        operationId: 'removeDomain',
        params: portalParams,
        response: ended,
      },
    },
    async (request, reply) =>
      sendNothing(reply, await domain.remove(contextOf(request), request.params, metaOf(request))),
  );
};

/** The API keys of the request's tenant, under `/api/v1`. */
export const apiKeyRoutes: FastifyPluginAsyncZod<{ apiKey: UseCases['apiKey'] }> = async (
  server,
  { apiKey },
) => {
  server.get(
    '/api-keys',
    {
      config: { permission: 'portal:read', operation: 'list-api-keys' },
      schema: {
        tags: ['portal'],
        summary: 'API keys of the tenant, newest first',
        operationId: 'listApiKeys',
        response: { 200: answerSchema(apiKeyListAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const ctx = contextOf(request);
      const keys = await apiKey.list(ctx, { tenantId: ctx.scope.tenantUuid });
      return { count: keys.length, api_keys: keys.map(toApiKey) };
    },
  );

  server.post(
    '/api-keys',
    {
      config: { permission: 'portal:manage', operation: 'create-api-key' },
      schema: {
        tags: ['portal'],
        summary: 'Make an API key; the answer shows it once',
        operationId: 'createApiKey',
        body: apiKeyBody,
        response: { 201: answerSchema(apiKeyMadeAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const outcome = await apiKey.create(contextOf(request), request.body, metaOf(request));
      reply.code(201).header('cache-control', 'no-store');
      return sendCommand(reply, outcome, toMadeApiKey);
    },
  );

  server.post(
    '/api-keys/:id/rotate',
    {
      config: { permission: 'portal:manage', operation: 'rotate-api-key' },
      schema: {
        tags: ['portal'],
        summary: 'Make the successor of an API key; the one before works for the overlap',
        operationId: 'rotateApiKey',
        params: portalParams,
        body: rotateBody,
        response: { 201: answerSchema(apiKeyMadeAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body };
      const outcome = await apiKey.rotate(contextOf(request), input, metaOf(request));
      reply.code(201).header('cache-control', 'no-store');
      return sendCommand(reply, outcome, toMadeApiKey);
    },
  );

  server.delete(
    '/api-keys/:id',
    {
      config: { permission: 'portal:manage', operation: 'revoke-api-key' },
      schema: {
        tags: ['portal'],
        summary: 'End an API key for ever',
        operationId: 'revokeApiKey',
        params: portalParams,
        response: ended,
      },
    },
    async (request, reply) =>
      sendNothing(reply, await apiKey.revoke(contextOf(request), request.params, metaOf(request))),
  );
};

function toDomain({ id, name, state, verifiedAt, challenge, lastCheck, createdAt }: DomainView) {
  return {
    id,
    domain: name,
    state,
    verified: state === 'verified',
    verified_at: instantOrNull(verifiedAt),
    challenge: { dns: challenge },
    last_check:
      lastCheck === null
        ? null
        : {
            at: lastCheck.at.toISOString(),
            result: lastCheck.result,
            found: [...lastCheck.found],
            advice: lastCheck.advice,
          },
    created_at: createdAt.toISOString(),
  };
}

type MadeApiKey = { readonly value: ApiKeyView; readonly key: string | null };

function toMadeApiKey({ value, key }: MadeApiKey) {
  return { ...toApiKey(value), key, secret_unavailable: key === null };
}

function toApiKey(view: ApiKeyView) {
  return {
    id: view.id,
    name: view.name,
    key_prefix: view.prefix,
    status: view.status,
    scopes: [...view.scopes],
    created_at: view.createdAt.toISOString(),
    expires_at: instantOrNull(view.expiresAt),
    not_after: instantOrNull(view.notAfter),
    successor_id: view.successorId,
    last_used_at: instantOrNull(view.lastUsedAt),
  };
}
