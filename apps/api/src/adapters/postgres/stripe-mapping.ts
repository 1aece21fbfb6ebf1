import type {
  StripeDispute,
  StripeInvoice,
  StripePayment,
  StripeRefund,
  StripeRequest,
} from '@purser/prisma/client';
import type {
  StripeRequestKind,
  StripeRequestStatus,
} from '@purser/schema/contract/stripe-request';
import type {
  DisputePart,
  StripeDisputeRecord,
  StripeInvoiceRecord,
  StripePaymentRecord,
  StripeRefundRecord,
  StripeRequestRecord,
} from '../../ports/stripe-store.ts';
import { plainJson, toDbJson } from './json.ts';

export function requestFromDb(row: StripeRequest): StripeRequestRecord {
  const { tenantId: _tenant, projectId: _project, kind, status, params, answer, ...rest } = row;
  return {
    ...rest,
    kind: kind as StripeRequestKind,
    status: status as StripeRequestStatus,
    params: params as StripeRequestRecord['params'],
    answer: answer as StripeRequestRecord['answer'],
  };
}

export function requestToDb({ params, answer, ...rest }: StripeRequestRecord) {
  return { ...rest, params: plainJson(params), answer: toDbJson(answer) };
}

export function paymentFromDb(row: StripePayment): StripePaymentRecord {
  const { tenantId: _tenant, projectId: _project, purpose, ...rest } = row;
  return { ...rest, purpose: purpose as StripePaymentRecord['purpose'] };
}

export function invoiceFromDb(row: StripeInvoice): StripeInvoiceRecord {
  const { tenantId: _tenant, projectId: _project, ...record } = row;
  return record;
}

export function refundFromDb(row: StripeRefund): StripeRefundRecord {
  const { tenantId: _tenant, projectId: _project, booked, parts, ...rest } = row;
  return {
    ...rest,
    booked: booked as StripeRefundRecord['booked'],
    parts: partsFromDb(parts),
  };
}

export function refundToDb({ parts, ...rest }: StripeRefundRecord) {
  return { ...rest, parts: plainJson(parts) };
}

export function disputeFromDb(row: StripeDispute): StripeDisputeRecord {
  const { tenantId: _tenant, projectId: _project, booked, parts, ...rest } = row;
  return {
    ...rest,
    booked: booked as StripeDisputeRecord['booked'],
    parts: partsFromDb(parts),
  };
}

export function disputeToDb({ parts, ...rest }: StripeDisputeRecord) {
  return { ...rest, parts: plainJson(parts) };
}

type StoredPart = {
  readonly lotId: string;
  readonly amountMicroUsd: string;
  readonly holdId?: string | null;
};

/** Amounts are decimal strings in JSON. */
function partsFromDb(parts: unknown): readonly DisputePart[] {
  return (parts as readonly StoredPart[]).map(({ lotId, amountMicroUsd, holdId = null }) => ({
    lotId,
    amountMicroUsd: BigInt(amountMicroUsd),
    holdId,
  }));
}
