import type { UserSummaryView } from '../../contract/views.ts';
import { builder } from '../builder.ts';
import { connectionFrom, connectionOf } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import { idText, searchText } from '../text.ts';
import { valuesOf } from '../values-of.ts';
import { UserRole } from './user-fields.ts';

const count = { type: 'BigInt' } as const;

/** A row of the list carries only what one list query reads: nothing here asks again per row. */
const UserSummaryRef = builder.objectRef<UserSummaryView>('UserSummary').implement({
  description: 'A user as a row of a list; `id` is the id of the User.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ userId }) => ({ type: 'User', id: userId }) }),
    userId: t.exposeString('userId'),
    role: t.expose('role', { type: UserRole }),
    suspendedAt: t.expose('suspendedAt', { type: 'DateTime', nullable: true }),
    suspendedReason: t.exposeString('suspendedReason', { nullable: true }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    planId: t.exposeString('planId'),
    planSource: t.exposeString('planSource'),
    requestsToday: t.exposeInt('requestsToday'),
    requestsPerDayLimit: t.expose('requestsPerDayLimit', { ...count, nullable: true }),
    tokensToday: t.expose('tokensToday', count),
    walletUsd: t.expose('walletMicroUsd', { type: 'Usd' }),
    activeGrants: t.exposeInt('activeGrants'),
    lastTurnAt: t.expose('lastTurnAt', { type: 'DateTime', nullable: true }),
  }),
});

const UserSummaryConnection = connectionOf('UserSummary', UserSummaryRef);

const UserStatus = builder.enumType('UserStatus', {
  values: valuesOf(['active', 'suspended', 'near_limit', 'over_limit', 'denied']),
});

const UserSort = sortInput('User', 'users');

builder.queryField('users', (t) =>
  t.field({
    type: UserSummaryConnection,
    authScopes: { permission: 'user:read' },
    complexity: pageComplexity,
    args: {
      search: t.arg.string({ validate: searchText, description: 'A part of the user id.' }),
      planId: t.arg.string({ validate: idText }),
      status: t.arg({ type: UserStatus }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, UserSort),
    },
    resolve: (_root, { search, planId, status, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.user.search(ctx, {
          search: search ?? undefined,
          planId: planId ?? undefined,
          status: status ?? undefined,
          ...request,
        }),
      ),
  }),
);
