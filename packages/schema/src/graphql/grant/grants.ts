import { z } from 'zod';
import type { UserGrantTotals } from '../../contract/inputs.ts';
import type { ExpiringView } from '../../contract/views.ts';
import { builder } from '../builder.ts';
import { connectionFrom, connectionOf } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import { idText, searchText } from '../text.ts';
import { valuesOf } from '../values-of.ts';
import { GrantConnection, grantArgs, listGrants } from './grant.ts';

builder.queryField('grants', (t) =>
  t.field({
    type: GrantConnection,
    authScopes: { permission: 'grant:read' },
    complexity: pageComplexity,
    args: { userId: t.arg.string({ validate: idText }), ...grantArgs(t.arg) },
    resolve: (_root, { userId, ...args }, context) =>
      listGrants(args, userId ?? undefined, context),
  }),
);

const UserGrantTotalsRef = builder.objectRef<UserGrantTotals>('UserGrantTotals').implement({
  description: 'What a user’s active add grants come to.',
  fields: (t) => ({
    userId: t.exposeString('userId'),
    grantCount: t.exposeInt('grantCount'),
    requestsPerDay: t.expose('requestsPerDay', { type: 'BigInt' }),
    tokensPerDay: t.expose('tokensPerDay', { type: 'BigInt' }),
    earliestExpiry: t.expose('earliestExpiry', { type: 'DateTime', nullable: true }),
    latestPurchase: t.expose('latestPurchase', { type: 'DateTime', nullable: true }),
  }),
});

const UserGrantTotalsConnection = connectionOf('UserGrantTotals', UserGrantTotalsRef);

const UserGrantTotalsSort = sortInput('UserGrantTotals', 'usersWithGrants');

builder.queryField('usersWithGrants', (t) =>
  t.field({
    type: UserGrantTotalsConnection,
    authScopes: { permission: 'grant:read' },
    complexity: pageComplexity,
    args: {
      search: t.arg.string({ validate: searchText, description: 'A part of the user id.' }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, UserGrantTotalsSort),
    },
    resolve: (_root, { search, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.grant.usersWithGrants(ctx, { search: search ?? undefined, ...request }),
      ),
  }),
);

const ExpiringKind = builder.enumType('ExpiringKind', {
  values: valuesOf(['grant', 'lot', 'subscription']),
});

const ExpiringRef = builder.objectRef<ExpiringView>('ExpiringItem').implement({
  description: 'A grant, a wallet lot or a subscription that ends soon.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ExpiringKind }),
    itemId: t.exposeString('id'),
    userId: t.exposeString('userId'),
    label: t.exposeString('label', { description: 'What ends, in a few words.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime' }),
    daysRemaining: t.exposeInt('daysRemaining', { description: 'Whole days, rounded up.' }),
  }),
});

const ExpiringConnection = connectionOf('ExpiringItem', ExpiringRef);

const ExpiringSort = sortInput('ExpiringItem', 'expiring');

builder.queryField('expiringGrants', (t) =>
  t.field({
    type: ExpiringConnection,
    description:
      'Grants, wallet lots and subscriptions that end within so many days, soonest first.',
    authScopes: { permission: 'grant:read' },
    complexity: pageComplexity,
    args: {
      withinDays: t.arg.int({ required: true, defaultValue: 7, validate: z.int().min(1).max(366) }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, ExpiringSort),
    },
    resolve: (_root, { withinDays, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) => useCases.grant.expiring(ctx, { withinDays, ...request })),
  }),
);
