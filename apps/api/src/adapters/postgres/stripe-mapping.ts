import type { LotPart } from '@purser/domain/stripe/take-back';
import type {
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

/** Amounts are decimal strings in JSON. */
function partsFromDb(parts: unknown): readonly LotPart[] {
  const stored = parts as readonly { readonly lotId: string; readonly amountMicroUsd: string }[];
  return stored.map(({ lotId, amountMicroUsd }) => ({
    lotId,
    amountMicroUsd: BigInt(amountMicroUsd),
  }));
}
