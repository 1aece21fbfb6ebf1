import { amountToJson } from '@purser/domain/lease/amount';
import {
  tenantAnswer,
  tenantChangedAnswer,
  tenantListAnswer,
  tenantStatusAnswer,
} from '@purser/schema/contract/rest/tenant-answers';
import {
  reasonQuery,
  resumeBody,
  suspendBody,
  tenantBody,
  tenantListQuery,
  tenantParams,
  tenantPatchBody,
} from '@purser/schema/contract/rest/tenant-contract';
import type { TenantChanged } from '@purser/schema/contract/tenant';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { sendProblem } from '../../problem.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { metaOf, sendCommand } from '../control-plane/command-answer.ts';
import { metaWith } from './meta-with.ts';
import { toQuota, toTenant, toTenantStatus, toTenantWithCounts } from './tenant-answers.ts';

type Deps = { readonly tenant: UseCases['tenant'] };

const tags = ['tenants'];

/** Tenants, as operators see and change them, under `/api/v1/admin`. */
export const tenantRoutes: FastifyPluginAsyncZod<Deps> = async (server, { tenant }) => {
  server.get(
    '/tenants',
    {
      config: { permission: 'tenant:read', operation: 'list-tenants' },
      schema: {
        tags,
        summary: 'Tenants, newest first',
        operationId: 'listTenants',
        querystring: tenantListQuery,
        response: { 200: answerSchema(tenantListAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const ctx = contextOf(request);
      const { items, nextCursor } = await tenant.list(ctx, request.query);
      const tenants = items.map((view) => toTenantWithCounts(view, ctx.caller.role));
      return { count: tenants.length, tenants, next_cursor: nextCursor };
    },
  );

  server.post(
    '/tenants',
    {
      config: { permission: 'tenant:write', operation: 'create-tenant' },
      schema: {
        tags,
        summary: 'Make a tenant',
        operationId: 'createTenant',
        body: tenantBody,
        response: { 201: answerSchema(tenantChangedAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const ctx = contextOf(request);
      const outcome = await tenant.create(ctx, request.body.input, metaWith(request));
      const made = outcome.ok
        ? await tenant.get(ctx, { tenantId: outcome.value.tenant.tenantId })
        : null;
      reply.code(201);
      return sendCommand(reply, outcome, (value) =>
        toChanged(value, { role: ctx.caller.role, currentPeriod: made?.currentPeriod ?? null }),
      );
    },
  );

  server.get(
    '/tenants/:id',
    {
      config: { permission: 'tenant:read', operation: 'read-tenant' },
      schema: {
        tags,
        summary: 'One tenant with its quotas',
        operationId: 'readTenant',
        params: tenantParams,
        response: { 200: answerSchema(tenantAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const ctx = contextOf(request);
      const view = await tenant.get(ctx, { tenantId: request.params.id });
      if (view === null) {
        return sendProblem(reply, { code: 'not_found', message: 'There is no such tenant.' });
      }
      return {
        ...toTenantWithCounts(view, ctx.caller.role),
        quotas: view.quotas.map((quota) => toQuota(quota, view)),
      };
    },
  );

  server.patch(
    '/tenants/:id',
    {
      config: { permission: 'tenant:write', operation: 'update-tenant' },
      schema: {
        tags,
        summary: 'Rename a tenant, or move it to another plan',
        operationId: 'updateTenant',
        params: tenantParams,
        body: tenantPatchBody,
        response: { 200: answerSchema(tenantChangedAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const ctx = contextOf(request);
      const input = { tenantId: request.params.id, ...request.body.input };
      const outcome = await tenant.update(ctx, input, metaWith(request));
      const now = outcome.ok ? await tenant.get(ctx, input) : null;
      return sendCommand(reply, outcome, (value) =>
        toChanged(value, { role: ctx.caller.role, currentPeriod: now?.currentPeriod ?? null }),
      );
    },
  );

  server.delete(
    '/tenants/:id',
    {
      config: { permission: 'tenant:write', operation: 'delete-tenant' },
      schema: {
        tags,
        summary: 'End a tenant for good; its rows stay',
        operationId: 'deleteTenant',
        params: tenantParams,
        querystring: reasonQuery,
        response: { 200: answerSchema(tenantStatusAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const input = { tenantId: request.params.id };
      const meta = metaOf(request, request.query.reason);
      const outcome = await tenant.delete(contextOf(request), input, meta);
      return sendCommand(reply, outcome, toTenantStatus);
    },
  );

  server.post(
    '/tenants/:id/suspend',
    {
      config: { permission: 'tenant:write', operation: 'suspend-tenant' },
      schema: {
        tags,
        summary: 'Stop a tenant: no lease any more, and those that run are void',
        operationId: 'suspendTenant',
        params: tenantParams,
        body: suspendBody,
        response: { 200: answerSchema(tenantStatusAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const input = { tenantId: request.params.id };
      const outcome = await tenant.suspend(contextOf(request), input, metaWith(request));
      return sendCommand(reply, outcome, toTenantStatus);
    },
  );

  server.post(
    '/tenants/:id/resume',
    {
      config: { permission: 'tenant:write', operation: 'resume-tenant' },
      schema: {
        tags,
        summary: 'Let a suspended tenant lease again',
        operationId: 'resumeTenant',
        params: tenantParams,
        body: resumeBody,
        response: { 200: answerSchema(tenantStatusAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const input = { tenantId: request.params.id };
      const outcome = await tenant.resume(contextOf(request), input, metaWith(request));
      return sendCommand(reply, outcome, toTenantStatus);
    },
  );
};

function toChanged(
  { tenant, effectiveBy, policyRevision }: TenantChanged,
  seen: Parameters<typeof toTenant>[1],
) {
  return {
    ...toTenant(tenant, seen),
    effective_by: effectiveBy.toISOString(),
    policy_revision: amountToJson(policyRevision),
  };
}
