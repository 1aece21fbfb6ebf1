import type { SubscriptionView } from '../../contract/subscription.ts';
import { builder } from '../builder.ts';
import { pairId } from '../global-id.ts';
import { loadPlans } from '../plan/load-plans.ts';
import { PlanProvider, PlanRef } from '../plan/plan.ts';
import { refuseInLists } from '../refuse-in-lists.ts';
import { connectionFrom, connectionOf } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg } from '../relay/sort-arg.ts';
import { ownData } from '../user/user-fields.ts';
import { findPeriod, findSubscription } from './find-subscription.ts';
import {
  PeriodSort,
  PeriodStatus,
  periodKeyText,
  SubscriptionPeriodConnection,
  SubscriptionPeriodRef,
} from './period.ts';

const usd = { type: 'Usd' } as const;
const instant = { type: 'DateTime', nullable: true } as const;

/** Not `Subscription`: GraphQL keeps that name for the root of its own kind of subscriptions. */
export const UserSubscriptionRef = builder.objectRef<SubscriptionView>('UserSubscription');

builder.node(UserSubscriptionRef, {
  description: 'One user’s right to a plan over time; at most one per user is not canceled.',
  authScopes: ownData('subscription:read'),
  id: { resolve: ({ userId, id }) => pairId(userId, id) },
  loadOne: (id, context) => findSubscription(id, context),
  fields: (t) => ({
    subscriptionId: t.exposeString('id'),
    userId: t.exposeString('userId'),
    planId: t.exposeString('planId'),
    plan: t.loadable({
      type: PlanRef,
      nullable: true,
      load: loadPlans,
      resolve: ({ planId }) => planId,
    }),
    provider: t.expose('provider', { type: PlanProvider }),
    status: t.exposeString('status', {
      description:
        '`active`, `past_due`, `canceled`, `suspended`, `incomplete`, or what Stripe says beyond these, which is not active.',
    }),
    isActive: t.exposeBoolean('isActive', {
      description: 'Whether it gives its plan now, the renewal grace included.',
    }),
    monthlyPriceUsd: t.expose('monthlyPriceMicroUsd', {
      ...usd,
      description: 'US dollars a month; 0 has no periods.',
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime' }),
    nextChargeAt: t.expose('nextChargeAt', instant),
    lastChargedAt: t.expose('lastChargedAt', instant),
    cancelAtPeriodEnd: t.exposeBoolean('cancelAtPeriodEnd'),
    canceledAt: t.expose('canceledAt', instant),
    pendingPlanId: t.exposeString('pendingPlanId', {
      nullable: true,
      description: 'A downgrade that waits for the period’s end.',
    }),
    overdraftUsd: t.expose('overdraftMicroUsd', {
      ...usd,
      nullable: true,
      description: 'How far below zero holds may take a period, in US dollars. Null = unlimited.',
    }),
    stripeCustomerId: t.exposeString('stripeCustomerId', { nullable: true }),
    stripeSubscriptionId: t.exposeString('stripeSubscriptionId', { nullable: true }),
    stripePriceId: t.exposeString('stripePriceId', { nullable: true }),
    stripeStatus: t.exposeString('stripeStatus', {
      nullable: true,
      description: 'Stripe’s own word for the status.',
    }),
    pastDueSince: t.expose('pastDueSince', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when an invoice has not been paid.',
    }),
    lifetimeAddedUsd: t.expose('lifetimeAddedMicroUsd', {
      ...usd,
      description: 'Put into all its periods.',
    }),
    lifetimeSpentUsd: t.expose('lifetimeSpentMicroUsd', {
      ...usd,
      description: 'Paid for turns out of all its periods.',
    }),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime' }),
    period: t.field({
      type: SubscriptionPeriodRef,
      nullable: true,
      args: { periodKey: t.arg.string({ validate: periodKeyText }) },
      description:
        'The period that turns are paid from, null without a price; with `periodKey` any of the user’s periods.',
      resolve: ({ userId, period }, { periodKey }, context, info) => {
        if (periodKey == null || periodKey === period?.key) return period;
        refuseInLists(info);
        return findPeriod({ userId, periodKey }, context);
      },
    }),
    periods: t.field({
      type: SubscriptionPeriodConnection,
      complexity: pageComplexity,
      args: {
        status: t.arg({ type: PeriodStatus }),
        ...pageArgs(t.arg),
        ...sortArg(t.arg, PeriodSort),
      },
      description: 'All periods of the user, newest first.',
      resolve: ({ userId }, { status, ...page }, { ctx, useCases }, info) => {
        refuseInLists(info);
        return connectionFrom(page, (request) =>
          useCases.subscription.periods(ctx, { userId, status: status ?? undefined, ...request }),
        );
      },
    }),
  }),
});

export const UserSubscriptionConnection = connectionOf('UserSubscription', UserSubscriptionRef);
