import { usdNumber } from '@purser/domain/money/format-usd';
import { centsHalfEven } from '@purser/domain/money/micro-usd';
import {
  type EventSource,
  type ExternalEventView,
  openEventStatuses,
} from '@purser/schema/contract/event';
import {
  type PendingItem,
  pendingAnswer,
  pendingQuery,
} from '@purser/schema/contract/rest/event-contract';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { countOrNull } from './amounts.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';

/** What has come from outside, or of our own accord, and is not done yet. */
export const pendingRoutes: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases: { event } },
) => {
  const list = (path: string, operationId: string, source: EventSource, summary: string) =>
    server.get(
      path,
      {
        config: { permission: 'event:read', operation: operationId },
        schema: {
          tags: ['events'],
          summary,
          operationId,
          querystring: pendingQuery,
          response: { 200: answerSchema(pendingAnswer), ...problemAnswers },
        },
      },
      async (request) => {
        const { kind, user_id: userId, limit, offset = 0 } = request.query;
        const page = await event.list(contextOf(request), {
          source,
          kind,
          userId,
          statuses: openEventStatuses,
          limit: offset + limit,
        });
        const items = page.items.slice(offset).map(toPending);
        return { status: 'ok' as const, count: items.length, items };
      },
    );

  list('/stripe/pending', 'listPendingStripe', 'stripe', 'Events of Stripe that are not done yet');
  list(
    '/economics/pending',
    'listPendingEconomics',
    'internal',
    'Own events that are not done yet',
  );
};

function toPending(event: ExternalEventView): PendingItem {
  const { amountMicroUsd } = event;
  return {
    kind: event.kind,
    external_id: event.externalId,
    user_id: event.userId,
    amount_cents: amountMicroUsd === null ? null : Number(centsHalfEven(amountMicroUsd)),
    amount_usd: amountMicroUsd === null ? null : usdNumber(amountMicroUsd),
    tokens: countOrNull(event.tokens),
    currency: event.currency,
    status: event.status,
    error: event.error,
    metadata: metadataOf(event),
    created_at: event.createdAt.toISOString(),
    updated_at: event.updatedAt.toISOString(),
  };
}

/** What the payment's own metadata says; of other events what is kept of them. */
function metadataOf({ source, payload }: ExternalEventView): Record<string, unknown> {
  if (source !== 'stripe') return { ...payload };
  const metadata = inner(inner(inner(payload, 'data'), 'object'), 'metadata');
  return { ...metadata };
}

function inner(value: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> {
  const found = value[key];
  return found !== null && typeof found === 'object' && !Array.isArray(found)
    ? (found as Record<string, unknown>)
    : {};
}
