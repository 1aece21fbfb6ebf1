import type { AccountView } from '../../contract/money-views.ts';
import { builder } from '../builder.ts';
import { isUuid, uuidOf } from '../global-id.ts';
import { refuseInLists } from '../refuse-in-lists.ts';
import { connectionFrom, connectionOf } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import { globalIdText, idText, searchText } from '../text.ts';
import { BalanceInterface } from './balance.ts';
import { matchOf, TransferConnection, transferArgs } from './transfer.ts';

/** An account as of an instant; its transfers are read as of the same one. */
type AccountAt = AccountView & { readonly at?: Date | undefined };

export const LedgerAccountRef = builder.objectRef<AccountAt>('LedgerAccount');

builder.node(LedgerAccountRef, {
  description: 'An account of the double-entry ledger with its balance, now or as of an instant.',
  authScopes: { permission: 'ledger:read' },
  interfaces: [BalanceInterface],
  id: { resolve: ({ id }) => id },
  loadOne: async (id, { ctx, useCases }) =>
    isUuid(id) ? useCases.ledger.account(ctx, { id }) : null,
  fields: (t) => ({
    accountId: t.exposeString('id'),
    kind: t.exposeString('kind'),
    unit: t.exposeString('unit'),
    reference: t.exposeString('reference'),
    userId: t.exposeString('userId', { nullable: true }),
    version: t.expose('version', { type: 'BigInt' }),
    lastRecordedAt: t.expose('lastRecordedAt', { type: 'DateTime' }),
    closedAt: t.expose('closedAt', { type: 'DateTime', nullable: true }),
    asOf: t.field({ type: 'DateTime', nullable: true, resolve: ({ at }) => at ?? null }),
    transfers: t.field({
      type: TransferConnection,
      complexity: pageComplexity,
      args: transferArgs(t.arg),
      resolve: ({ id, at }, args, { ctx, useCases }, info) => {
        refuseInLists(info);
        return connectionFrom(args, (request) =>
          useCases.ledger.transfers(ctx, { accountId: id, asOf: at, ...matchOf(args), ...request }),
        );
      },
    }),
  }),
});

const LedgerAccountConnection = connectionOf('LedgerAccount', LedgerAccountRef);

const AccountSort = sortInput('LedgerAccount', 'ledgerAccounts');

builder.queryField('ledgerAccounts', (t) =>
  t.field({
    type: LedgerAccountConnection,
    authScopes: { permission: 'ledger:read' },
    complexity: pageComplexity,
    args: {
      kind: t.arg.string({ validate: idText }),
      search: t.arg.string({ validate: searchText }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, AccountSort),
    },
    resolve: (_root, { kind, search, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.ledger.accounts(ctx, {
          kind: kind ?? undefined,
          search: search ?? undefined,
          ...request,
        }),
      ),
  }),
);

builder.queryField('ledgerAccount', (t) =>
  t.field({
    type: LedgerAccountRef,
    nullable: true,
    authScopes: { permission: 'ledger:read' },
    args: {
      id: t.arg.id({
        required: true,
        validate: globalIdText,
        description: "The account's global id or its uuid.",
      }),
      at: t.arg({ type: 'DateTime', description: 'As of this instant, held money included.' }),
    },
    resolve: async (_root, { id, at }, { ctx, useCases }) => {
      const instant = at ?? undefined;
      const accountId = uuidOf('LedgerAccount', id, 'id');
      const account = await useCases.ledger.account(ctx, { id: accountId, at: instant });
      return account === null ? null : { ...account, at: instant };
    },
  }),
);
