import type { SpendPoint } from '../../contract/views.ts';
import { builder } from '../builder.ts';
import { RangeInput } from '../range.ts';
import { valuesOf } from '../values-of.ts';

const SpendGroup = builder.enumType('SpendGroup', {
  values: valuesOf(['none', 'provider', 'bundle', 'plan', 'source']),
});

const SpendBucket = builder.enumType('SpendBucket', { values: valuesOf(['hour', 'day']) });

const SpendPointRef = builder.objectRef<SpendPoint>('SpendPoint').implement({
  description: 'One bucket of one group; buckets without spending are left out.',
  fields: (t) => ({
    bucketStart: t.expose('bucketStart', { type: 'DateTime' }),
    group: t.exposeString('group'),
    amountUsd: t.expose('amountMicroUsd', { type: 'Usd' }),
    turns: t.exposeInt('turns'),
  }),
});

builder.queryField('spend', (t) =>
  t.field({
    type: [SpendPointRef],
    authScopes: { permission: 'budget:read' },
    args: {
      groupBy: t.arg({ type: SpendGroup, required: true, defaultValue: 'none' }),
      bucket: t.arg({ type: SpendBucket, required: true, defaultValue: 'day' }),
      range: t.arg({ type: RangeInput, required: true }),
    },
    resolve: (_root, { groupBy, bucket, range }, { ctx, useCases }) =>
      useCases.budget.spend(ctx, { groupBy, bucket, from: range.from, to: range.to }),
  }),
);
