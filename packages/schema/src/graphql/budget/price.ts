import type { PriceView } from '../../contract/money-views.ts';
import { builder } from '../builder.ts';
import { connectionFrom, connectionOf } from '../relay/connection.ts';
import { pageArgs, pageComplexity } from '../relay/page-args.ts';
import { sortArg, sortInput } from '../relay/sort-arg.ts';
import { idText } from '../text.ts';

const perMillion = {
  type: 'Usd',
  nullable: true,
  description: 'Dollars for a million units; exact, because prices are whole pico-dollars a unit.',
} as const;

const UnitPriceRef = builder.objectRef<PriceView['unitPrices'][number]>('UnitPrice').implement({
  fields: (t) => ({
    kind: t.exposeString('kind'),
    pricePerMillionUsd: t.expose('pricePicoUsd', { type: 'Usd' }),
  }),
});

export const PriceRef = builder.objectRef<PriceView>('Price').implement({
  description: 'What a model costs from an instant on. Null = this kind has no price of its own.',
  fields: (t) => ({
    provider: t.exposeString('provider'),
    model: t.exposeString('model'),
    effectiveFrom: t.expose('effectiveFrom', { type: 'DateTime' }),
    inForce: t.exposeBoolean('inForce'),
    inputPerMillionUsd: t.expose('inputPicoUsd', perMillion),
    outputPerMillionUsd: t.expose('outputPicoUsd', perMillion),
    cacheReadPerMillionUsd: t.expose('cacheReadPicoUsd', perMillion),
    cacheWritePerMillionUsd: t.expose('cacheWritePicoUsd', perMillion),
    unitPrices: t.expose('unitPrices', { type: [UnitPriceRef] }),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
  }),
});

const PriceConnection = connectionOf('Price', PriceRef);

const PriceSort = sortInput('Price', 'prices');

builder.queryField('prices', (t) =>
  t.field({
    type: PriceConnection,
    authScopes: { permission: 'price:read' },
    complexity: pageComplexity,
    args: {
      provider: t.arg.string({ validate: idText }),
      inForceOnly: t.arg.boolean({ required: true, defaultValue: true }),
      ...pageArgs(t.arg),
      ...sortArg(t.arg, PriceSort),
    },
    resolve: (_root, { provider, inForceOnly, ...page }, { ctx, useCases }) =>
      connectionFrom(page, (request) =>
        useCases.budget.prices(ctx, { provider: provider ?? undefined, inForceOnly, ...request }),
      ),
  }),
);

builder.queryField('price', (t) =>
  t.field({
    type: PriceRef,
    nullable: true,
    description: 'What a model costs now; before its first price has begun, what it will cost.',
    authScopes: { permission: 'price:read' },
    args: {
      provider: t.arg.string({ required: true, validate: idText }),
      model: t.arg.string({ required: true, validate: idText }),
    },
    resolve: async (_root, { provider, model }, { ctx, useCases }) => {
      const asked = { provider, model, limit: 1 };
      const inForce = await useCases.budget.prices(ctx, { ...asked, inForceOnly: true });
      const known = inForce.items[0] ?? (await useCases.budget.prices(ctx, asked)).items[0];
      return known ?? null;
    },
  }),
);
