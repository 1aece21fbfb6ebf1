import type { WalletTotalsView } from '../../contract/money-views.ts';
import { dayCount } from '../amounts.ts';
import { builder } from '../builder.ts';
import { connectionFrom, connectionOf } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import { searchText } from '../text.ts';
import { WalletRef } from './wallet.ts';

const usd = { type: 'Usd' } as const;

const WalletConnection = connectionOf('Wallet', WalletRef);

const WalletSort = sortInput('Wallet', 'wallets');

builder.queryField('wallets', (t) =>
  t.field({
    type: WalletConnection,
    description: 'The wallets of everybody who was ever given credits.',
    authScopes: { permission: 'wallet:read' },
    complexity: pageComplexity,
    args: {
      search: t.arg.string({ validate: searchText, description: 'Part of a user id.' }),
      expiringWithinDays: t.arg.int({
        validate: dayCount,
        description: 'Only wallets with money in lots that end within so many days.',
      }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, WalletSort),
    },
    resolve: (_root, { search, expiringWithinDays, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.wallet.list(ctx, {
          search: search ?? undefined,
          expiringWithinDays: expiringWithinDays ?? undefined,
          ...request,
        }),
      ),
  }),
);

const WalletTotalsRef = builder.objectRef<WalletTotalsView>('WalletTotals').implement({
  description: 'All wallets of the project in one sum.',
  fields: (t) => ({
    wallets: t.exposeInt('wallets', { description: 'Users who were ever given a lot.' }),
    lots: t.exposeInt('lots'),
    putInUsd: t.expose('putInMicroUsd', usd),
    goneUsd: t.expose('goneMicroUsd', {
      ...usd,
      description: 'Spent, refunded, or expired and booked.',
    }),
    heldUsd: t.expose('heldMicroUsd', usd),
    availableUsd: t.expose('availableMicroUsd', usd),
    expiring7dUsd: t.expose('expiringMicroUsd', {
      ...usd,
      description: 'Available now in lots that end within seven days.',
    }),
  }),
});

builder.queryField('walletTotals', (t) =>
  t.field({
    type: WalletTotalsRef,
    authScopes: { permission: 'wallet:read' },
    resolve: (_root, _args, { ctx, useCases }) => useCases.wallet.totals(ctx, {}),
  }),
);
