import type { UserView } from '../../contract/views.ts';
import { builder } from '../builder.ts';
import { keyOf } from '../global-id.ts';
import { GrantConnection, grantArgs, listGrants } from '../grant/grant.ts';
import { loadPlans } from '../plan/load-plans.ts';
import { PlanRef } from '../plan/plan.ts';
import { BudgetBreakdownRef, breakdownArgs } from '../quota/breakdown.ts';
import { EffectivePolicyRef } from '../quota/effective-policy.ts';
import { pageComplexity } from '../relay/page-args.ts';
import { globalIdText, idText } from '../text.ts';
import { WalletRef } from '../wallet/wallet.ts';
import { ownData, UserRole } from './user-fields.ts';

export const UserRef = builder.objectRef<UserView>('User');

builder.node(UserRef, {
  description: 'An end user of the project, with everything that says what they may spend.',
  authScopes: ownData('user:read'),
  id: { resolve: ({ userId }) => userId },
  loadOne: (userId, { ctx, useCases }) => useCases.user.get(ctx, { userId }),
  fields: (t) => ({
    userId: t.exposeString('userId', { description: 'The id the project itself uses.' }),
    role: t.expose('role', { type: UserRole }),
    suspendedAt: t.expose('suspendedAt', { type: 'DateTime', nullable: true }),
    suspendedReason: t.exposeString('suspendedReason', { nullable: true }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    planId: t.exposeString('planId'),
    planSource: t.exposeString('planSource', { description: 'How the plan was chosen.' }),
    plan: t.loadable({
      type: PlanRef,
      nullable: true,
      load: loadPlans,
      resolve: ({ planId }) => planId,
    }),
    effectivePolicy: t.field({
      type: EffectivePolicyRef,
      nullable: true,
      authScopes: ownData('quota:read'),
      args: { bundleId: t.arg.string({ validate: idText }) },
      description: 'Base limits, grants and what they come to, over the project or in one bundle.',
      resolve: ({ userId }, { bundleId }, { loaders }) =>
        loaders.breakdown.load({ userId, bundleId: bundleId ?? undefined }),
    }),
    budgetBreakdown: t.field({
      type: BudgetBreakdownRef,
      nullable: true,
      authScopes: ownData('quota:read'),
      description: 'Null for an unknown `asPlanId`.',
      args: breakdownArgs(t.arg),
      resolve: ({ userId }, args, { loaders }) =>
        loaders.breakdown.load({
          userId,
          bundleId: args.bundleId ?? undefined,
          asPlanId: args.asPlanId ?? undefined,
          includeExpiredOverride: args.includeExpiredOverride,
          holdsLimit: args.holdsLimit,
        }),
    }),
    grants: t.field({
      type: GrantConnection,
      authScopes: ownData('grant:read'),
      complexity: pageComplexity,
      args: grantArgs(t.arg),
      resolve: ({ userId }, args, context) => listGrants(args, userId, context),
    }),
    wallet: t.field({
      type: WalletRef,
      authScopes: ownData('wallet:read'),
      resolve: ({ userId }, _args, { ctx, useCases }) => useCases.wallet.get(ctx, { userId }),
    }),
  }),
});

builder.queryField('user', (t) =>
  t.field({
    type: UserRef,
    nullable: true,
    authScopes: (_root, { id, userId }) => ({
      userData: {
        permission: 'user:read',
        userId: keyOf('User', { id, key: userId, keyName: 'userId' }),
      },
    }),
    args: {
      id: t.arg.id({ validate: globalIdText }),
      userId: t.arg.string({ validate: idText }),
    },
    resolve: (_root, { id, userId }, { ctx, useCases }) =>
      useCases.user.get(ctx, { userId: keyOf('User', { id, key: userId, keyName: 'userId' }) }),
  }),
);
