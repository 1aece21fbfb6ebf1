import type { ArgBuilder } from '@pothos/core';
import type { GrantFilter } from '../../contract/inputs.ts';
import type { GrantView } from '../../contract/views.ts';
import { builder } from '../builder.ts';
import type { GraphQLContext } from '../context.ts';
import { LimitFieldEnum, LimitsRef } from '../quota/limits.ts';
import {
  type Connection,
  connectionFrom,
  connectionOf,
  type PageArgs,
} from '../relay/connection.ts';
import { pageArgs } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import type { SchemaTypes } from '../schema-types.ts';
import { idText } from '../text.ts';
import { valuesOf } from '../values-of.ts';

export const GrantMode = builder.enumType('GrantMode', {
  description: 'ADD raises a limit, REPLACE overrides it.',
  values: valuesOf(['add', 'replace']),
});

const GrantSource = builder.enumType('GrantSource', {
  values: valuesOf(['operator', 'trial', 'purchase', 'stripe']),
});

export const GrantRef = builder.objectRef<GrantView>('Grant').implement({
  description: 'A change of one user’s limits with its own expiry.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'Grant', id }) }),
    grantId: t.exposeString('id'),
    userId: t.exposeString('userId'),
    bundleId: t.exposeString('bundleId'),
    mode: t.expose('mode', { type: GrantMode }),
    fields: t.expose('fields', {
      type: [LimitFieldEnum],
      description: 'The limits this grant sets; only these count.',
    }),
    limits: t.expose('limits', { type: LimitsRef }),
    source: t.expose('source', { type: GrantSource }),
    purchaseId: t.exposeString('purchaseId', { nullable: true }),
    purchaseAmountUsd: t.expose('purchaseAmountMicroUsd', { type: 'Usd', nullable: true }),
    notes: t.exposeString('notes', { nullable: true }),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true }),
    isExpired: t.exposeBoolean('isExpired'),
    isActive: t.exposeBoolean('isActive'),
  }),
});

export const GrantConnection = connectionOf('Grant', GrantRef);

const GrantSort = sortInput('Grant', 'grants');

/** The filters every list of grants takes. */
export function grantArgs(arg: ArgBuilder<SchemaTypes>) {
  return {
    bundleId: arg.string({ validate: idText }),
    mode: arg({ type: GrantMode }),
    includeExpired: arg.boolean({ required: true, defaultValue: false }),
    ...pageArgs(arg),
    ...sortArg(arg, GrantSort),
  };
}

type GrantArgs = PageArgs & {
  readonly bundleId?: string | null | undefined;
  readonly mode?: GrantFilter['mode'] | null;
  readonly includeExpired: boolean;
};

/** One page of grants: a user's own, or everybody's. */
export function listGrants(
  { bundleId, mode, includeExpired, ...page }: GrantArgs,
  userId: string | undefined,
  { ctx, useCases }: GraphQLContext,
): Promise<Connection<GrantView>> {
  return connectionFrom(page, (request) =>
    useCases.grant.list(ctx, {
      userId,
      bundleId: bundleId ?? undefined,
      mode: mode ?? undefined,
      includeExpired,
      ...request,
    }),
  );
}
