import type { Page, PageRequest } from '@purser/schema/contract/request-context';
import { userParams } from '@purser/schema/contract/rest/replenishment-bodies';
import {
  periodLedgerAnswer,
  periodListAnswer,
  subscriptionAnswer,
  subscriptionListAnswer,
} from '@purser/schema/contract/rest/subscription-answers';
import {
  periodLedgerQuery,
  periodListQuery,
  subscriptionListQuery,
} from '@purser/schema/contract/rest/subscription-bodies';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import type { ControlPlaneDeps } from './control-plane-deps.ts';
import {
  balanceOf,
  toPeriod,
  toSubscription,
  toSubscriptionBalance,
} from './subscription-answers.ts';
import { toLedgerLine } from './subscription-ledger.ts';

/** Who is subscribed to what, their periods, and every movement of a period. */
export const subscriptionReadRoutes: FastifyPluginAsyncZod<ControlPlaneDeps> = async (
  server,
  { useCases: { subscription, budget } },
) => {
  server.get(
    '/subscriptions/user/:user_id',
    {
      config: { permission: 'subscription:read', operation: 'read-subscription' },
      schema: {
        tags: ['subscriptions'],
        summary: 'The subscription of a user and the money of its current period',
        operationId: 'readSubscription',
        params: userParams,
        response: { 200: answerSchema(subscriptionAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const ctx = contextOf(request);
      const [view, reference] = await Promise.all([
        subscription.get(ctx, { userId: request.params.user_id }),
        budget.reference(ctx, {}),
      ]);
      return {
        status: 'ok' as const,
        subscription: view && toSubscription(view, ctx.scope),
        subscription_balance: view && toSubscriptionBalance(balanceOf(view), reference),
      };
    },
  );

  server.get(
    '/subscriptions/list',
    {
      config: { permission: 'subscription:read', operation: 'list-subscriptions' },
      schema: {
        tags: ['subscriptions'],
        summary: 'Subscriptions, newest first, canceled ones included',
        operationId: 'listSubscriptions',
        querystring: subscriptionListQuery,
        response: { 200: answerSchema(subscriptionListAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const ctx = contextOf(request);
      const { filter, ...asked } = request.query;
      const rows = await byOffset(asked, (page) =>
        subscription.list(ctx, { ...filter, includeCanceled: true, ...page }),
      );
      const subscriptions = rows.map((view) => toSubscription(view, ctx.scope));
      return { status: 'ok' as const, count: subscriptions.length, subscriptions };
    },
  );

  server.get(
    '/subscriptions/periods/:user_id',
    {
      config: { permission: 'subscription:read', operation: 'list-periods' },
      schema: {
        tags: ['subscriptions'],
        summary: 'Paid periods of a user, newest first',
        operationId: 'listPeriods',
        params: userParams,
        querystring: periodListQuery,
        response: { 200: answerSchema(periodListAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const { status, ...asked } = request.query;
      const rows = await byOffset(asked, (page) =>
        subscription.periods(contextOf(request), {
          userId: request.params.user_id,
          status,
          ...page,
        }),
      );
      return { status: 'ok' as const, count: rows.length, periods: rows.map(toPeriod) };
    },
  );

  server.get(
    '/subscriptions/ledger/:user_id',
    {
      config: { permission: 'subscription:read', operation: 'read-period-ledger' },
      schema: {
        tags: ['subscriptions'],
        summary: 'Every movement of one period, newest first',
        operationId: 'readPeriodLedger',
        params: userParams,
        querystring: periodLedgerQuery,
        response: { 200: answerSchema(periodLedgerAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const { periodKey, ...asked } = request.query;
      const of = { userId: request.params.user_id, periodKey };
      const rows = await byOffset(asked, async (page) => {
        const found = await subscription.periodTransfers(contextOf(request), { ...of, ...page });
        return found ?? { items: [], nextCursor: null };
      });
      const ledger = rows.map((transfer) => toLedgerLine(transfer, periodKey));
      return { status: 'ok' as const, count: ledger.length, ledger };
    },
  );
};

/** The rows after so many: the guide pages by offset, which is bounded where the query is read. */
async function byOffset<Row>(
  { limit, offset }: { readonly limit: number; readonly offset: number },
  list: (page: PageRequest) => Promise<Page<Row>>,
): Promise<readonly Row[]> {
  const { items } = await list({ limit: offset + limit });
  return items.slice(offset);
}
