import type { EventStatus } from '@purser/schema/contract/event';
import type { StripeRequestStatus } from '@purser/schema/contract/stripe-request';
import type { StripeRequestRecord, StripeStore } from '../../ports/stripe-store.ts';
import { lockName } from './advisory-lock.ts';
import { plainJson } from './json.ts';
import type { Tx } from './prisma.ts';
import type { ScopeKey } from './scope-key.ts';
import {
  disputeFromDb,
  disputeToDb,
  invoiceFromDb,
  paymentFromDb,
  refundFromDb,
  refundToDb,
  requestFromDb,
  requestToDb,
} from './stripe-mapping.ts';

/** How lists show a request: its event has the same id (rule X1). */
const eventStatuses: Readonly<Record<StripeRequestStatus, EventStatus>> = {
  pending: 'pending',
  succeeded: 'applied',
  failed: 'failed',
  canceled: 'ignored',
};

export function createStripeStore(tx: Tx, scope: ScopeKey): StripeStore {
  const byId = (id: string) => ({ tenantId_projectId_id: { ...scope, id } });
  const newestFirst = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];
  return {
    async openRequest(request) {
      await tx.stripeRequest.create({ data: { ...scope, ...requestToDb(request) } });
      await tx.externalEvent.create({
        data: {
          ...scope,
          id: request.id,
          source: 'stripe',
          kind: request.kind,
          externalId: `${request.kind}:${request.id}`,
          ...eventOf(request),
          userId: request.userId,
          amountMicroUsd: request.amountMicroUsd,
          currency: request.amountMicroUsd === null ? null : 'usd',
          attempts: 0,
          occurredAt: request.createdAt,
          createdAt: request.createdAt,
        },
      });
    },
    async lockRequest(id) {
      await lockName(tx, scope, 'stripe_request', id);
      const row = await tx.stripeRequest.findUnique({ where: byId(id) });
      return row === null ? null : requestFromDb(row);
    },
    async pendingRequest(kind, subject) {
      const row = await tx.stripeRequest.findFirst({
        where: { ...scope, kind, subject, status: 'pending' },
        orderBy: newestFirst,
      });
      return row === null ? null : requestFromDb(row);
    },
    async requestsAbout(kind, subject) {
      const rows = await tx.stripeRequest.findMany({
        where: { ...scope, kind, subject },
        orderBy: newestFirst,
      });
      return rows.map(requestFromDb);
    },
    async requestOf(kind, stripeId) {
      const row = await tx.stripeRequest.findFirst({ where: { ...scope, kind, stripeId } });
      return row === null ? null : requestFromDb(row);
    },
    async saveRequest(request) {
      const { id, ...rest } = requestToDb(request);
      await tx.stripeRequest.update({ where: byId(id), data: rest });
      await tx.externalEvent.update({ where: byId(id), data: eventOf(request) });
    },
    async customerOf(userId) {
      const where = { tenantId_projectId_userId: { ...scope, userId } };
      return (await tx.stripeCustomer.findUnique({ where }))?.customerId ?? null;
    },
    async userOfCustomer(customerId) {
      const where = { tenantId_projectId_customerId: { ...scope, customerId } };
      return (await tx.stripeCustomer.findUnique({ where }))?.userId ?? null;
    },
    async addCustomer(userId, customerId, createdAt) {
      await tx.stripeCustomer.createMany({
        data: [{ ...scope, userId, customerId, createdAt }],
        skipDuplicates: true,
      });
    },
    async addPayment(payment) {
      await tx.stripePayment.create({ data: { ...scope, ...payment } });
    },
    async payment(id) {
      const row = await tx.stripePayment.findUnique({ where: byId(id) });
      return row === null ? null : paymentFromDb(row);
    },
    async invoice(id) {
      const row = await tx.stripeInvoice.findUnique({ where: byId(id) });
      return row === null ? null : invoiceFromDb(row);
    },
    async saveInvoice({ id, ...rest }) {
      const create = { ...scope, id, ...rest };
      await tx.stripeInvoice.upsert({ where: byId(id), create, update: rest });
    },
    async unpaidSince(stripeSubscriptionId, exceptInvoiceId) {
      const row = await tx.stripeInvoice.findFirst({
        where: {
          ...scope,
          stripeSubscriptionId,
          id: { not: exceptInvoiceId },
          status: { in: ['open', 'uncollectible'] },
          failedAt: { not: null },
        },
        orderBy: { failedAt: 'asc' },
      });
      return row?.failedAt ?? null;
    },
    async refundsOf(paymentId) {
      const rows = await tx.stripeRefund.findMany({ where: { ...scope, paymentId } });
      return rows.map(refundFromDb);
    },
    async saveRefund(refund) {
      const { id, createdAt, ...rest } = refundToDb(refund);
      await tx.stripeRefund.upsert({
        where: byId(id),
        create: { ...scope, id, createdAt, ...rest },
        update: rest,
      });
    },
    async dispute(id) {
      const row = await tx.stripeDispute.findUnique({ where: byId(id) });
      return row === null ? null : disputeFromDb(row);
    },
    async saveDispute(dispute) {
      const { id, createdAt, ...rest } = disputeToDb(dispute);
      await tx.stripeDispute.upsert({
        where: byId(id),
        create: { ...scope, id, createdAt, ...rest },
        update: rest,
      });
    },
  };
}

function eventOf(request: StripeRequestRecord) {
  const { kind, subject, stripeId, stripeStatus, calls, attempt } = request;
  return {
    status: eventStatuses[request.status],
    errorCode: request.errorCode,
    error: request.error,
    payload: plainJson({ kind, subject, stripeId, stripeStatus, calls, attempt }),
    updatedAt: request.updatedAt,
  };
}
