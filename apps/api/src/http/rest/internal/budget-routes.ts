import type { BudgetAnswer, UsageAnswer } from '@purser/schema/contract/data-plane';
import {
  allocateAnswer,
  type OneAllocated,
  type OneReported,
  registerAnswer,
  reportAnswer,
  returnAnswer,
} from '@purser/schema/contract/rest/internal-answers-contract';
import {
  allocateBody,
  readAllocations,
  readRegistration,
  readReports,
  readReturn,
  registerBody,
  reportBody,
  returnBody,
} from '@purser/schema/contract/rest/internal-contract';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import {
  toAllocateAnswer,
  toRegisterAnswer,
  toReportAnswer,
  toReturnAnswer,
} from './internal-answers.ts';
import { type Answering, answersOf, runItems, sendOne } from './item-answers.ts';
import { callOf } from './verify-signed.ts';

const allocated: Answering<BudgetAnswer, OneAllocated> = {
  toAnswer: toAllocateAnswer,
  statusOf: () => 200,
};

const reported: Answering<UsageAnswer, OneReported> = {
  toAnswer: toReportAnswer,
  statusOf: ({ bookedAs }) => (bookedAs === 'quarantine' ? 202 : 200),
};

/** What data planes lease and spend; in a scope where every call is signed. */
export const budgetRoutes: FastifyPluginAsyncZod<{
  readonly dataPlane: UseCases['dataPlane'];
}> = async (server, { dataPlane }) => {
  const versioned = server.prefix.endsWith('/v1') ? 'V1' : '';

  server.post(
    '/budget/allocate',
    {
      config: { permission: 'signed' },
      schema: {
        tags: ['data planes'],
        summary: "Lease parts of tenants' quotas: one, or many as items",
        operationId: `allocateBudget${versioned}`,
        body: allocateBody,
        response: { 200: answerSchema(allocateAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const call = callOf(request);
      const reads = readAllocations(request.body, call.dataplaneId);
      const outcomes = await runItems(call, reads, dataPlane.allocate);
      if (request.body.items === undefined) return sendOne(reply, outcomes, allocated);
      return { items: answersOf(outcomes, allocated) };
    },
  );

  server.post(
    '/usage/report',
    {
      config: { permission: 'signed' },
      schema: {
        tags: ['data planes'],
        summary: 'Book what a data plane has spent, once: one report, or many as reports',
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
      const reads = readReports(request.body, call.dataplaneId);
      const outcomes = await runItems(call, reads, dataPlane.report);
      if (request.body.reports === undefined) return sendOne(reply, outcomes, reported);
      return { reports: answersOf(outcomes, reported) };
    },
  );

  server.post(
    '/budget/return',
    {
      config: { permission: 'signed' },
      schema: {
        tags: ['data planes'],
        summary: 'Give back what is left of a lease',
        operationId: `returnBudget${versioned}`,
        body: returnBody,
        response: { 200: answerSchema(returnAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const call = callOf(request);
      const read = readReturn(request.body, call.dataplaneId);
      const outcome = read.ok ? await dataPlane.giveBack(call, read.value) : read;
      return sendOne(reply, [outcome], { toAnswer: toReturnAnswer, statusOf: () => 200 });
    },
  );

  server.post(
    '/dataplanes/register',
    {
      config: { permission: 'signed' },
      schema: {
        tags: ['data planes'],
        summary: "Take a data plane's place as a new process",
        operationId: `registerDataPlane${versioned}`,
        body: registerBody,
        response: { 200: answerSchema(registerAnswer), ...problemAnswers },
      },
    },
    async (request, reply) => {
      const call = callOf(request);
      const read = readRegistration(request.body, call.dataplaneId);
      const outcome = read.ok ? await dataPlane.register(call, read.value) : read;
      return sendOne(reply, [outcome], { toAnswer: toRegisterAnswer, statusOf: () => 200 });
    },
  );
};
