import type { WalletView } from '../../contract/money-views.ts';
import { dayCount, positiveUsd } from '../amounts.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { idText, notesText } from '../text.ts';
import { LotSource, WalletRef } from './wallet.ts';

const AddWalletCreditsInput = builder.inputType('AddWalletCreditsInput', {
  fields: (t) => ({
    userId: t.string({ required: true, validate: idText }),
    amountUsd: t.field({ type: 'Usd', required: true, validate: positiveUsd }),
    source: t.field({ type: LotSource, required: true, defaultValue: 'operator' }),
    referenceProvider: t.string({ validate: idText }),
    referenceModel: t.string({
      validate: idText,
      description: 'The model whose price states the tokens added; changes no money.',
    }),
    purchaseId: t.string({
      validate: idText,
      description: 'One purchase credits once, however often it is sent.',
    }),
    expiresInDays: t.int({ validate: dayCount, description: 'Days from now; absent = never.' }),
    notes: t.string({ validate: notesText }),
    ...commandFields(t),
  }),
});

type Credited = { readonly wallet: WalletView; readonly tokensAdded: bigint };

const AddWalletCreditsPayload = payloadRef<Credited>('AddWalletCreditsPayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    wallet: t.field({ type: WalletRef, resolve: ({ value }) => value.wallet }),
    tokensAdded: t.field({ type: 'BigInt', resolve: ({ value }) => value.tokensAdded }),
  }),
});

builder.mutationField('addWalletCredits', (t) =>
  t.field({
    type: AddWalletCreditsPayload,
    errors: {},
    authScopes: { permission: 'wallet:write' },
    args: { input: t.arg({ type: AddWalletCreditsInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.wallet.addCredits(
          ctx,
          {
            userId: input.userId,
            amountMicroUsd: input.amountUsd,
            source: input.source,
            referenceProvider: input.referenceProvider ?? undefined,
            referenceModel: input.referenceModel ?? undefined,
            purchaseId: input.purchaseId ?? undefined,
            expiresInDays: input.expiresInDays ?? null,
            ...(input.notes == null ? {} : { notes: input.notes }),
          },
          metaOf(input),
        ),
      ),
  }),
);
