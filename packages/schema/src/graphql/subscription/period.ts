import type { PeriodView } from '../../contract/subscription.ts';
import { builder } from '../builder.ts';
import { pairId, readPairId } from '../global-id.ts';
import { BalanceInterface } from '../ledger/balance.ts';
import { matchOf, TransferConnection, transferArgs } from '../ledger/transfer.ts';
import { refuseInLists } from '../refuse-in-lists.ts';
import { connectionFrom, connectionOf } from '../relay/connection.ts';
import { pageComplexity } from '../relay/page-args.ts';
import { sortInput } from '../relay/sort-arg.ts';
import { text } from '../text.ts';
import { ownData } from '../user/user-fields.ts';
import { valuesOf } from '../values-of.ts';
import { findPeriod } from './find-subscription.ts';

/** Tenant, project, user and instant in one text. */
export const periodKeyText = text({ min: 1, max: 600 });

export const PeriodStatus = builder.enumType('PeriodStatus', {
  description:
    'An OPEN period pays for turns; a CLOSED one has given what was left to the project.',
  values: valuesOf(['open', 'closed']),
});

export const SubscriptionPeriodRef = builder.objectRef<PeriodView>('SubscriptionPeriod');

builder.node(SubscriptionPeriodRef, {
  description:
    'One paid period [startsAt, endsAt) of a subscription, with an account of its own: topped up − spent − rolled over = balance, in US dollars.',
  authScopes: ownData('subscription:read'),
  interfaces: [BalanceInterface],
  id: { resolve: ({ userId, key }) => pairId(userId, key) },
  loadOne: async (id, context) => {
    const [userId, periodKey] = readPairId(id) ?? [];
    return userId === undefined || periodKey === undefined
      ? null
      : findPeriod({ userId, periodKey }, context);
  },
  fields: (t) => ({
    periodKey: t.exposeString('key', {
      description: 'Names the period in commands, in the ledger and to Stripe.',
    }),
    userId: t.exposeString('userId'),
    planId: t.exposeString('planId', { description: 'The plan it was paid for.' }),
    status: t.expose('status', { type: PeriodStatus }),
    startsAt: t.expose('startsAt', { type: 'DateTime', description: 'Inclusive, UTC.' }),
    endsAt: t.expose('endsAt', { type: 'DateTime', description: 'Exclusive, UTC.' }),
    toppedUpUsd: t.expose('toppedUpMicroUsd', {
      type: 'Usd',
      description: 'Put in by renewals, top-ups and plan changes; without an overdraft’s cover.',
    }),
    spentUsd: t.expose('spentMicroUsd', { type: 'Usd', description: 'Paid for turns.' }),
    rolledOverUsd: t.expose('rolledOverMicroUsd', {
      type: 'Usd',
      description: 'To the project at its end; negative when the project covered its overdraft.',
    }),
    closedAt: t.expose('closedAt', { type: 'DateTime', nullable: true }),
    notes: t.exposeString('notes', {
      nullable: true,
      description: 'How it came to its end, and periods missed before it.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    transfers: t.field({
      type: TransferConnection,
      complexity: pageComplexity,
      args: transferArgs(t.arg),
      description:
        'Every movement of the period’s account, newest first; in a list of periods the first page of each.',
      resolve: ({ userId, key }, args, { ctx, useCases, loaders }, info) => {
        const match = matchOf(args);
        const isFiltered = match.kind !== undefined || match.phase !== undefined;
        const isFirstPage = args.after == null && args.sort == null && !isFiltered;
        if (!isFirstPage) refuseInLists(info);
        return connectionFrom(args, async (request) => {
          if (isFirstPage && request.countUpTo === undefined) {
            return loaders.periodTransfers.load({ periodKey: key, limit: request.limit });
          }
          refuseInLists(info);
          const asked = { userId, periodKey: key, ...match, ...request };
          const found = await useCases.subscription.periodTransfers(ctx, asked);
          return found ?? { items: [], nextCursor: null };
        });
      },
    }),
  }),
});

export const SubscriptionPeriodConnection = connectionOf(
  'SubscriptionPeriod',
  SubscriptionPeriodRef,
);

export const PeriodSort = sortInput('SubscriptionPeriod', 'periods');
