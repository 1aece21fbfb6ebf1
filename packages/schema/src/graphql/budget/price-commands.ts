import { z } from 'zod';
import type { PriceView, ReferenceView } from '../../contract/money-views.ts';
import { nonNegativeUsd, positiveUsd } from '../amounts.ts';
import { builder } from '../builder.ts';
import { CommandPayload, commandFields, metaOf, payloadRef, settled } from '../command/command.ts';
import { idText } from '../text.ts';
import { PriceRef } from './price.ts';
import { EconomicsReferenceRef } from './reference.ts';

const perMillion = {
  type: 'Usd',
  validate: nonNegativeUsd,
  description: 'Dollars for a million units; null = no price of its own, which takes the ceiling.',
} as const;

/** More kinds than a model could have. */
const unitPricesMax = 50;

const UnitPriceInput = builder.inputType('UnitPriceInput', {
  fields: (t) => ({
    kind: t.string({ required: true, validate: idText }),
    pricePerMillionUsd: t.field({ type: 'Usd', required: true, validate: nonNegativeUsd }),
  }),
});

const SetPriceInput = builder.inputType('SetPriceInput', {
  description:
    'Appends a version to the price table. A price that is absent stays as it is before.',
  fields: (t) => ({
    provider: t.string({ required: true, validate: idText }),
    model: t.string({ required: true, validate: idText }),
    effectiveFrom: t.field({
      type: 'DateTime',
      description: 'When it begins: never in the past; now unless sent.',
    }),
    inputPerMillionUsd: t.field(perMillion),
    outputPerMillionUsd: t.field(perMillion),
    cacheReadPerMillionUsd: t.field(perMillion),
    cacheWritePerMillionUsd: t.field(perMillion),
    unitPrices: t.field({
      type: [UnitPriceInput],
      description: 'Every unit that has a price; replaces the list of the version before.',
      validate: z
        .custom<readonly { readonly kind: string }[]>()
        .refine((units) => units.length <= unitPricesMax, `Has at most ${unitPricesMax} kinds.`)
        .refine(
          (units) => new Set(units.map(({ kind }) => kind)).size === units.length,
          'Names each kind once.',
        ),
    }),
    ...commandFields(t),
  }),
});

const SetPricePayload = payloadRef<PriceView>('SetPricePayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({ price: t.field({ type: PriceRef, resolve: ({ value }) => value }) }),
});

builder.mutationField('setPrice', (t) =>
  t.field({
    type: SetPricePayload,
    errors: {},
    authScopes: { permission: 'price:write' },
    args: { input: t.arg({ type: SetPriceInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        // Dollars for a million units and pico-dollars of one are the same number.
        await useCases.price.set(
          ctx,
          {
            provider: input.provider,
            model: input.model,
            effectiveFrom: input.effectiveFrom ?? undefined,
            inputPicoUsd: input.inputPerMillionUsd,
            outputPicoUsd: input.outputPerMillionUsd,
            cacheReadPicoUsd: input.cacheReadPerMillionUsd,
            cacheWritePicoUsd: input.cacheWritePerMillionUsd,
            unitPrices: input.unitPrices?.map(({ kind, pricePerMillionUsd }) => ({
              kind,
              pricePicoUsd: pricePerMillionUsd,
            })),
          },
          metaOf(input),
        ),
      ),
  }),
);

const SetReferencePriceInput = builder.inputType('SetReferencePriceInput', {
  description: 'Which price states money in tokens. It changes no money.',
  fields: (t) => ({
    provider: t.string({ required: true, validate: idText }),
    model: t.string({ required: true, validate: idText }),
    pricePerMillionTokensUsd: t.field({
      type: 'Usd',
      validate: positiveUsd,
      description: 'Unless sent, the output price of the model that is in force.',
    }),
    ...commandFields(t),
  }),
});

const SetReferencePricePayload = payloadRef<ReferenceView>('SetReferencePricePayload').implement({
  interfaces: [CommandPayload],
  fields: (t) => ({
    reference: t.field({ type: EconomicsReferenceRef, resolve: ({ value }) => value }),
  }),
});

builder.mutationField('setReferencePrice', (t) =>
  t.field({
    type: SetReferencePricePayload,
    errors: {},
    authScopes: { permission: 'price:write' },
    args: { input: t.arg({ type: SetReferencePriceInput, required: true }) },
    resolve: async (_root, { input }, { ctx, useCases }) =>
      settled(
        await useCases.price.setReference(
          ctx,
          {
            provider: input.provider,
            model: input.model,
            pricePicoUsd: input.pricePerMillionTokensUsd ?? undefined,
          },
          metaOf(input),
        ),
      ),
  }),
);
