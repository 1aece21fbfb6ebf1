import { amountToJson } from '@purser/domain/lease/amount';
import { overriddenAnswer, overrideListAnswer } from '@purser/schema/contract/rest/tenant-answers';
import {
  overrideBody,
  overrideParams,
  reasonQuery,
  tenantParams,
} from '@purser/schema/contract/rest/tenant-contract';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { sendProblem } from '../../problem.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from '../control-plane/command-answer.ts';
import { metaWith } from './meta-with.ts';
import { noContent, sendNothing } from './send-nothing.ts';
import { toOverride, toTenantLimits } from './tenant-answers.ts';

type Deps = { readonly tenant: UseCases['tenant'] };

const tags = ['tenants'];

/** Overrides of tenants' quotas: rows with an end, never edits of a plan. */
export const overrideRoutes: FastifyPluginAsyncZod<Deps> = async (server, { tenant }) => {
  server.post(
    '/tenants/:id/override-quota',
    {
      config: { permission: 'tenant:write', operation: 'override-quota' },
      schema: {
        tags,
        summary: 'Change a quota for a time',
        operationId: 'overrideQuota',
        params: tenantParams,
        body: overrideBody,
        response: { 200: answerSchema(overriddenAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const input = { tenantId: request.params.id, ...request.body.input };
      const outcome = await tenant.overrideQuota(contextOf(request), input, metaWith(request));
      return sendCommand(reply, outcome, ({ override, before, after, policyRevision }) => ({
        override: toOverride(override),
        limits_before: toTenantLimits(before),
        limits_after: toTenantLimits(after),
        policy_revision: amountToJson(policyRevision),
      }));
    },
  );

  server.get(
    '/tenants/:id/overrides',
    {
      config: { permission: 'tenant:read', operation: 'list-overrides' },
      schema: {
        tags,
        summary: 'Overrides of a tenant, newest first, also those that have ended',
        operationId: 'listOverrides',
        params: tenantParams,
        response: { 200: answerSchema(overrideListAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const ctx = contextOf(request);
      const input = { tenantId: request.params.id };
      if ((await tenant.get(ctx, input)) === null) {
        return sendProblem(reply, { code: 'not_found', message: 'There is no such tenant.' });
      }
      const overrides = (await tenant.overrides(ctx, input)).map(toOverride);
      return { count: overrides.length, overrides };
    },
  );

  server.delete(
    '/tenants/:id/overrides/:override_id',
    {
      config: { permission: 'tenant:write', operation: 'end-override' },
      schema: {
        tags,
        summary: 'End an override before its time',
        operationId: 'endOverride',
        params: overrideParams,
        querystring: reasonQuery,
        response: { 204: noContent, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { id: tenantId, override_id: overrideId } = request.params;
      const meta = metaOf(request, request.query.reason);
      const outcome = await tenant.endOverride(contextOf(request), { tenantId, overrideId }, meta);
      return sendNothing(reply, outcome);
    },
  );
};
