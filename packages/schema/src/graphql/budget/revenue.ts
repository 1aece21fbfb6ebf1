import type { RevenueView } from '../../contract/money-views.ts';
import { builder } from '../builder.ts';
import { RangeInput } from '../range.ts';

const RevenueSourceRef = builder
  .objectRef<RevenueView['bySource'][number]>('RevenueSource')
  .implement({
    fields: (t) => ({
      source: t.exposeString('source'),
      purchaseCount: t.exposeInt('purchaseCount'),
      totalUsd: t.expose('totalMicroUsd', { type: 'Usd' }),
    }),
  });

const RevenueRef = builder.objectRef<RevenueView>('Revenue').implement({
  description: 'What users paid in a range, by where the purchase came from.',
  fields: (t) => ({
    purchaseCount: t.exposeInt('purchaseCount'),
    totalUsd: t.expose('totalMicroUsd', { type: 'Usd' }),
    averageUsd: t.expose('averageMicroUsd', { type: 'Usd', nullable: true }),
    bySource: t.expose('bySource', { type: [RevenueSourceRef] }),
  }),
});

builder.queryField('revenue', (t) =>
  t.field({
    type: RevenueRef,
    authScopes: { permission: 'budget:read' },
    args: { range: t.arg({ type: RangeInput, required: true }) },
    resolve: (_root, { range }, { ctx, useCases }) =>
      useCases.budget.revenue(ctx, { from: range.from, to: range.to }),
  }),
);
