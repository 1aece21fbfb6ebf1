import { builder } from '../builder.ts';
import { PlanProvider } from '../plan/plan.ts';
import { connectionFrom } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import { idText } from '../text.ts';
import { UserRef } from '../user/user.ts';
import { ownData } from '../user/user-fields.ts';
import { UserSubscriptionConnection, UserSubscriptionRef } from './subscription.ts';

const SubscriptionSort = sortInput('UserSubscription', 'subscriptions');

builder.queryField('subscriptions', (t) =>
  t.field({
    type: UserSubscriptionConnection,
    description: 'Subscriptions, newest first; canceled ones only when asked for.',
    authScopes: { permission: 'subscription:read' },
    complexity: pageComplexity,
    args: {
      userId: t.arg.string({ validate: idText }),
      provider: t.arg({ type: PlanProvider }),
      planId: t.arg.string({ validate: idText }),
      status: t.arg.string({
        validate: idText,
        description: 'As `UserSubscription.status` says it.',
      }),
      includeCanceled: t.arg.boolean({ required: true, defaultValue: false }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, SubscriptionSort),
    },
    resolve: (_root, { userId, provider, planId, status, includeCanceled, ...page }, context) =>
      connectionFrom(page, (request) =>
        context.useCases.subscription.list(context.ctx, {
          userId: userId ?? undefined,
          provider: provider ?? undefined,
          planId: planId ?? undefined,
          status: status ?? undefined,
          includeCanceled,
          ...request,
        }),
      ),
  }),
);

builder.objectField(UserRef, 'subscription', (t) =>
  t.field({
    type: UserSubscriptionRef,
    nullable: true,
    authScopes: ownData('subscription:read'),
    description: 'The live one, else the newest; null when there never was one.',
    resolve: ({ userId }, _args, { ctx, useCases }) => useCases.subscription.get(ctx, { userId }),
  }),
);
