import { type DiffLine, diffLines } from '@purser/domain/audit/diff-lines';
import type { AuditEntryView } from '../../contract/operation-views.ts';
import { builder } from '../builder.ts';
import { connectionFrom, connectionOf } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import { idText } from '../text.ts';
import { UserRef } from '../user/user.ts';

const AuditChangeRef = builder.objectRef<DiffLine>('AuditChange').implement({
  description: 'One value that an entry changed.',
  fields: (t) => ({
    path: t.exposeString('path', { description: 'Where it is, such as `limits.tokensPerDay`.' }),
    before: t.exposeString('before', { description: '`–` where there was nothing.' }),
    after: t.exposeString('after', { description: '`–` where nothing is left.' }),
  }),
});

export const AuditEntryRef = builder.objectRef<AuditEntryView>('AuditEntry').implement({
  description: 'Who did what to what, why, before and after; append-only.',
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'AuditEntry', id }) }),
    recordedAt: t.expose('recordedAt', { type: 'DateTime' }),
    actor: t.exposeString('actor'),
    role: t.exposeString('role'),
    action: t.exposeString('action'),
    targetType: t.exposeString('targetType'),
    targetId: t.exposeString('targetId'),
    reason: t.exposeString('reason'),
    before: t.expose('before', { type: 'JSON', nullable: true }),
    after: t.expose('after', { type: 'JSON', nullable: true }),
    changes: t.field({
      type: [AuditChangeRef],
      description: 'What differs between before and after, value by value.',
      resolve: ({ before, after }) => [...diffLines(before, after)],
    }),
    requestId: t.exposeString('requestId'),
    sourceAddress: t.exposeString('sourceAddress', { nullable: true }),
    sealedSeq: t.expose('sealedSeq', {
      type: 'BigInt',
      nullable: true,
      description: 'Its place in the hash chain; null until the sealer has come by.',
    }),
  }),
});

const AuditEntryConnection = connectionOf('AuditEntry', AuditEntryRef);

const AuditSort = sortInput('AuditEntry', 'auditLog');

builder.queryField('auditLog', (t) =>
  t.field({
    type: AuditEntryConnection,
    authScopes: { permission: 'audit:read' },
    complexity: pageComplexity,
    args: {
      targetType: t.arg.string({ validate: idText }),
      targetId: t.arg.string({ validate: idText }),
      actor: t.arg.string({ validate: idText }),
      action: t.arg.string({ validate: idText }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, AuditSort),
    },
    resolve: (_root, { targetType, targetId, actor, action, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.audit.list(ctx, {
          targetType: targetType ?? undefined,
          targetId: targetId ?? undefined,
          actor: actor ?? undefined,
          action: action ?? undefined,
          ...request,
        }),
      ),
  }),
);

builder.objectField(UserRef, 'audit', (t) =>
  t.field({
    type: AuditEntryConnection,
    // Null, and an error beside it, for who may see the user but not the log.
    nullable: true,
    authScopes: { permission: 'audit:read' },
    complexity: pageComplexity,
    args: {
      actor: t.arg.string({ validate: idText }),
      action: t.arg.string({ validate: idText }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, AuditSort),
    },
    resolve: ({ userId }, { actor, action, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.audit.list(ctx, {
          targetType: 'user',
          targetId: userId,
          actor: actor ?? undefined,
          action: action ?? undefined,
          ...request,
        }),
      ),
  }),
);
