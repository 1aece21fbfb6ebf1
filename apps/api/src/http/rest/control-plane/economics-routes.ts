import {
  clearCacheAnswer,
  controlPlaneHealthAnswer,
  lineageQuery,
  referenceAnswer,
  requestLineageAnswer,
} from '@purser/schema/contract/rest/economics-contract';
import { emptyBody } from '@purser/schema/contract/rest/turn-bodies';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from './command-answer.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';
import { toRequestLineage } from './lineage-answer.ts';

/** Pico-dollars of a dollar. */
const picoPerUsd = 1e12;

/** The reference price, where a request's money went, and the state of this server. */
export const economicsRoutes: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases, health },
) => {
  server.get(
    '/economics/reference',
    {
      config: { permission: 'price:read', operation: 'read-reference-price' },
      schema: {
        tags: ['economics'],
        summary: 'The price that states money in tokens',
        operationId: 'readReferencePrice',
        response: { 200: answerSchema(referenceAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const reference = await useCases.budget.reference(contextOf(request), {});
      return {
        status: 'ok' as const,
        reference_provider: reference.provider,
        reference_model: reference.model,
        usd_per_token: Number(reference.pricePicoUsd) / picoPerUsd,
      };
    },
  );

  server.get(
    '/economics/request-lineage',
    {
      config: { permission: 'turn:read', operation: 'read-request-lineage' },
      schema: {
        tags: ['economics'],
        summary: 'Where the money of one request went',
        operationId: 'readRequestLineage',
        querystring: lineageQuery,
        response: { 200: answerSchema(requestLineageAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const { request_id: turnId, user_id: userId } = request.query;
      const lineage = await useCases.turn.lineage(contextOf(request), { turnId });
      return toRequestLineage(turnId, lineage, userId);
    },
  );

  server.get(
    '/health',
    {
      config: { permission: 'health:read', operation: 'read-health' },
      schema: {
        tags: ['economics'],
        summary: 'How the parts behind this server are',
        operationId: 'readControlPlaneHealth',
        response: { 200: answerSchema(controlPlaneHealthAnswer), ...problemAnswers },
      },
    },
    () => health(),
  );

  server.post(
    '/clear-cache',
    {
      config: { permission: 'quota:write', operation: 'clear-cache' },
      schema: {
        tags: ['economics'],
        summary: 'Read policies, grants and prices from the database again',
        operationId: 'clearCache',
        body: emptyBody,
        response: { 200: answerSchema(clearCacheAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const outcome = await useCases.quota.clearCache(contextOf(request), {}, metaOf(request));
      return sendCommand(reply, outcome, (cleared) => ({
        status: 'ok' as const,
        message: 'Caches cleared',
        cleared: { ...cleared },
      }));
    },
  );
};
