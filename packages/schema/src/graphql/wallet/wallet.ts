import { microUsdToTokensFloor } from '@purser/domain/money/tokens';
import type { LotView, WalletView } from '../../contract/money-views.ts';
import { builder } from '../builder.ts';
import { BalanceInterface } from '../ledger/balance.ts';
import { matchOf, TransferConnection, transferArgs } from '../ledger/transfer.ts';
import { refuseInLists } from '../refuse-in-lists.ts';
import { connectionFrom } from '../relay/connection.ts';
import { pageComplexity } from '../relay/page-args.ts';
import { valuesOf } from '../values-of.ts';

const usd = { type: 'Usd' } as const;

export const LotSource = builder.enumType('LotSource', {
  values: valuesOf(['payment', 'operator', 'promotion']),
});

const WalletLotRef = builder.objectRef<LotView>('WalletLot').implement({
  description: 'One credit with what is left of it.',
  interfaces: [BalanceInterface],
  fields: (t) => ({
    id: t.globalID({ resolve: ({ id }) => ({ type: 'WalletLot', id }) }),
    lotId: t.exposeString('id'),
    source: t.expose('source', { type: LotSource }),
    purchaseId: t.exposeString('purchaseId', { nullable: true }),
    referenceModel: t.exposeString('referenceModel'),
    notes: t.exposeString('notes', { nullable: true }),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true }),
    isExpired: t.exposeBoolean('isExpired'),
  }),
});

const LastPurchaseRef = builder
  .objectRef<NonNullable<WalletView['lastPurchase']>>('WalletPurchase')
  .implement({
    fields: (t) => ({
      purchaseId: t.exposeString('id', { nullable: true }),
      amountUsd: t.expose('amountMicroUsd', usd),
      notes: t.exposeString('notes', { nullable: true }),
    }),
  });

export const WalletRef = builder.objectRef<WalletView>('Wallet').implement({
  description: 'A user’s prepaid credits, in money.',
  fields: (t) => ({
    userId: t.exposeString('userId'),
    hasWallet: t.exposeBoolean('hasWallet'),
    purchasedUsd: t.expose('purchasedMicroUsd', usd),
    spentUsd: t.expose('spentMicroUsd', usd),
    refundedUsd: t.expose('refundedMicroUsd', usd),
    expiredUsd: t.expose('expiredMicroUsd', usd),
    heldUsd: t.expose('heldMicroUsd', usd),
    availableUsd: t.expose('availableMicroUsd', usd),
    availableTokens: t.field({
      type: 'BigInt',
      description: 'The available money in reference tokens, rounded down.',
      resolve: ({ availableMicroUsd, referencePricePicoUsd }) =>
        microUsdToTokensFloor(availableMicroUsd, referencePricePicoUsd),
    }),
    referenceModel: t.exposeString('referenceModel'),
    lots: t.expose('lots', { type: [WalletLotRef] }),
    lastPurchase: t.expose('lastPurchase', { type: LastPurchaseRef, nullable: true }),
    transfers: t.field({
      type: TransferConnection,
      complexity: pageComplexity,
      args: transferArgs(t.arg),
      resolve: ({ userId }, args, { ctx, useCases }, info) => {
        refuseInLists(info);
        return connectionFrom(args, (request) =>
          useCases.wallet.transfers(ctx, { userId, ...matchOf(args), ...request }),
        );
      },
    }),
  }),
});
