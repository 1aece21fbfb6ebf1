import type { TurnLineageView } from '../../contract/turn-views.ts';
import { builder } from '../builder.ts';
import { keyOf } from '../global-id.ts';
import { TransferRef } from '../ledger/transfer.ts';
import { connectionFrom } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import { globalIdText, idText } from '../text.ts';
import { UserRef } from '../user/user.ts';
import { ownData } from '../user/user-fields.ts';
import { DenialConnection, DenialRef } from './denial.ts';
import { TurnConnection, TurnRef, TurnState } from './turn.ts';

const DenialSort = sortInput('Denial', 'denials');
const TurnSort = sortInput('Turn', 'turns');

builder.queryField('turns', (t) =>
  t.field({
    type: TurnConnection,
    authScopes: { permission: 'turn:read' },
    complexity: pageComplexity,
    args: {
      userId: t.arg.string({ validate: idText }),
      state: t.arg({ type: TurnState }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, TurnSort),
    },
    resolve: (_root, { userId, state, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.turn.list(ctx, {
          userId: userId ?? undefined,
          state: state ?? undefined,
          ...request,
        }),
      ),
  }),
);

builder.queryField('denials', (t) =>
  t.field({
    type: DenialConnection,
    authScopes: { permission: 'turn:read' },
    complexity: pageComplexity,
    args: {
      userId: t.arg.string({ validate: idText }),
      reason: t.arg.string({ validate: idText }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, DenialSort),
    },
    resolve: (_root, { userId, reason, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.turn.denials(ctx, {
          userId: userId ?? undefined,
          reason: reason ?? undefined,
          ...request,
        }),
      ),
  }),
);

builder.objectField(UserRef, 'turns', (t) =>
  t.field({
    type: TurnConnection,
    authScopes: ownData('turn:read'),
    complexity: pageComplexity,
    args: { state: t.arg({ type: TurnState }), ...pageArgs(t.arg), ...sortArg(t.arg, TurnSort) },
    resolve: ({ userId }, { state, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.turn.list(ctx, { userId, state: state ?? undefined, ...request }),
      ),
  }),
);

builder.objectField(UserRef, 'denials', (t) =>
  t.field({
    type: DenialConnection,
    authScopes: ownData('turn:read'),
    complexity: pageComplexity,
    args: {
      reason: t.arg.string({ validate: idText }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, DenialSort),
    },
    resolve: ({ userId }, { reason, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.turn.denials(ctx, { userId, reason: reason ?? undefined, ...request }),
      ),
  }),
);

const TurnLineageRef = builder.objectRef<TurnLineageView>('TurnLineage').implement({
  description: 'A turn from decision to settlement; one that was only ever denied has no turn.',
  fields: (t) => ({
    turn: t.expose('turn', { type: TurnRef, nullable: true }),
    transfers: t.expose('transfers', { type: [TransferRef] }),
    denials: t.expose('denials', { type: [DenialRef] }),
  }),
});

builder.queryField('turn', (t) =>
  t.field({
    type: TurnLineageRef,
    authScopes: { permission: 'turn:read' },
    args: {
      id: t.arg.id({ validate: globalIdText }),
      turnId: t.arg.string({ validate: idText }),
    },
    resolve: (_root, { id, turnId }, { ctx, useCases }) =>
      useCases.turn.lineage(ctx, { turnId: keyOf('Turn', { id, key: turnId, keyName: 'turnId' }) }),
  }),
);
