import type { ReferenceView } from '../../contract/money-views.ts';
import { builder } from '../builder.ts';

export const EconomicsReferenceRef = builder
  .objectRef<ReferenceView>('EconomicsReference')
  .implement({
    description: 'The model whose output price states money in reference tokens.',
    fields: (t) => ({
      provider: t.exposeString('provider'),
      model: t.exposeString('model'),
      // Pico-dollars a token and micro-dollars a million tokens are the same number.
      pricePerMillionTokensUsd: t.expose('pricePicoUsd', { type: 'Usd' }),
      pricePicoUsd: t.expose('pricePicoUsd', {
        type: 'BigInt',
        description: 'Pico-dollars (10⁻¹² dollars) of one token.',
      }),
    }),
  });

builder.queryField('economicsReference', (t) =>
  t.field({
    type: EconomicsReferenceRef,
    authScopes: { permission: 'price:read' },
    resolve: (_root, _args, { ctx, useCases }) => useCases.budget.reference(ctx, {}),
  }),
);
