import { amountToJson } from '@purser/domain/lease/amount';
import type { LeaseView, UsageReportView, ViolationView } from '@purser/schema/contract/data-plane';
import {
  leaseListAnswer,
  leaseListQuery,
  reportListAnswer,
  reportListQuery,
  violationListAnswer,
  violationListQuery,
} from '@purser/schema/contract/rest/data-plane-lists';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { instantOrNull } from '../control-plane/amounts.ts';

const tags = ['data planes'];

/** What data planes hold and have said, as operators read it, under `/api/v1/admin`. */
export const dataPlaneRoutes: FastifyPluginAsyncZod<{ dataPlane: UseCases['dataPlane'] }> = async (
  server,
  { dataPlane },
) => {
  server.get(
    '/budget-leases',
    {
      config: { permission: 'tenant:read', operation: 'list-leases' },
      schema: {
        tags,
        summary: 'Leases of data planes, newest first',
        operationId: 'listBudgetLeases',
        querystring: leaseListQuery,
        response: { 200: answerSchema(leaseListAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const { items, nextCursor } = await dataPlane.leases(contextOf(request), request.query);
      return { count: items.length, items: items.map(toLease), next_cursor: nextCursor };
    },
  );

  server.get(
    '/usage-reports',
    {
      config: { permission: 'tenant:read', operation: 'list-usage-reports' },
      schema: {
        tags,
        summary: 'What data planes have reported, newest first; booked or in quarantine',
        operationId: 'listUsageReports',
        querystring: reportListQuery,
        response: { 200: answerSchema(reportListAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const { items, nextCursor } = await dataPlane.reports(contextOf(request), request.query);
      return { count: items.length, items: items.map(toReport), next_cursor: nextCursor };
    },
  );

  server.get(
    '/usage-violations',
    {
      config: { permission: 'tenant:read', operation: 'list-usage-violations' },
      schema: {
        tags,
        summary: 'What data planes did that the rules do not foresee, with a summary by type',
        operationId: 'listUsageViolations',
        querystring: violationListQuery,
        response: { 200: answerSchema(violationListAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const page = await dataPlane.violations(contextOf(request), request.query);
      return {
        count: page.items.length,
        summary: { ...page.summary },
        items: page.items.map(toViolation),
        next_cursor: page.nextCursor,
      };
    },
  );
};

function toPlaced({
  id,
  tenantId,
  periodId,
  dataplaneId,
}: LeaseView | UsageReportView | ViolationView) {
  return { id, tenant_id: tenantId, period_id: periodId, dataplane_id: dataplaneId };
}

function toLease(lease: LeaseView) {
  const part = (dimension: 'bandwidth' | 'transforms') => ({
    granted: amountToJson(lease.granted[dimension]),
    settled: amountToJson(lease.settled[dimension]),
  });
  return {
    ...toPlaced(lease),
    lease_seq: amountToJson(lease.seq),
    state: lease.state,
    bandwidth_bytes: part('bandwidth'),
    transforms: part('transforms'),
    granted_at: lease.grantedAt.toISOString(),
    expires_at: lease.expiresAt.toISOString(),
    ended_at: instantOrNull(lease.endedAt),
    successor_id: lease.successorId,
  };
}

function toReport(report: UsageReportView) {
  return {
    ...toPlaced(report),
    report_id: report.reportId,
    bandwidth_used_bytes: amountToJson(report.bandwidthBytes),
    transforms_used: amountToJson(report.transforms),
    storage_used_bytes: report.storageBytes === null ? null : amountToJson(report.storageBytes),
    booked_as: report.bookedAs,
    reason: report.reason,
    reported_at: report.reportedAt.toISOString(),
    received_at: report.receivedAt.toISOString(),
  };
}

function toViolation(violation: ViolationView) {
  return {
    ...toPlaced(violation),
    type: violation.type,
    state: violation.state,
    count: amountToJson(violation.count),
    amount: amountToJson(violation.amount),
    evidence_id: violation.evidenceId,
    first_seen_at: violation.firstSeenAt.toISOString(),
    last_seen_at: violation.lastSeenAt.toISOString(),
  };
}
