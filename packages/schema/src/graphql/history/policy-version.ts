import { queryFromInfo } from '@pothos/plugin-prisma';
import type { PolicyVersion } from '@purser/prisma/client';
import type { GraphQLResolveInfo } from 'graphql';
import type { PageRequest } from '../../contract/request-context.ts';
import { builder } from '../builder.ts';
import type { GraphQLContext } from '../context.ts';
import { refuseInLists } from '../refuse-in-lists.ts';
import {
  type Connection,
  connectionFrom,
  connectionOf,
  type PageArgs,
} from '../relay/connection.ts';
import { badCursor } from '../relay/cursor.ts';

const PolicyVersionRef = builder.prismaObject('PolicyVersion', {
  description: 'One change of a plan, a policy or a price: who, when, why, before and after.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'PolicyVersion', id }) }),
    version: t.exposeInt('version'),
    actor: t.exposeString('actor'),
    reason: t.exposeString('reason'),
    changedAt: t.expose('changedAt', { type: 'DateTime' }),
    before: t.expose('before', { type: 'JSON', nullable: true }),
    after: t.expose('after', { type: 'JSON', nullable: true }),
  }),
});

export const PolicyVersionConnection = connectionOf('PolicyVersion', PolicyVersionRef);

export type VersionSubject = {
  readonly subject: 'plan' | 'quota_policy' | 'budget_policy' | 'price';
  readonly subjectId: string;
};

/** What a plan, a policy or a price was before, newest first; its versions count up, so they are the key. */
export function listVersions(
  of: VersionSubject,
  page: PageArgs,
  context: GraphQLContext,
  info: GraphQLResolveInfo,
): Promise<Connection<PolicyVersion>> {
  refuseInLists(info);
  const columns = queryFromInfo({
    context,
    info,
    typeName: 'PolicyVersion',
    path: ['edges', 'node'],
    select: { id: true, version: true },
  });
  return connectionFrom(page, async ({ limit, cursor, sort, countUpTo }: PageRequest) => {
    const { policyVersion } = context.prisma();
    const direction = sort?.direction ?? 'desc';
    const beyond = direction === 'desc' ? 'lt' : 'gt';
    const after = cursor === undefined ? {} : { version: { [beyond]: readVersion(cursor) } };
    const rows = await policyVersion.findMany({
      ...columns,
      where: { ...of, ...after },
      orderBy: { version: direction },
      take: limit + 1,
    });
    const items = rows.slice(0, limit) as PolicyVersion[];
    const last = items.at(-1);
    const nextCursor = rows.length > limit && last !== undefined ? String(last.version) : null;
    if (countUpTo === undefined) return { items, nextCursor };
    const total = await policyVersion.count({ where: of, take: countUpTo + 1 });
    return { items, nextCursor, total: total > countUpTo ? undefined : total };
  });
}

function readVersion(cursor: string): number {
  if (!/^\d{1,9}$/.test(cursor)) throw badCursor();
  return Number(cursor);
}
