import { GraphQLError } from 'graphql';
import type { SpendPoint } from '../../contract/money-views.ts';
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

const dayMs = 86_400_000;

/** By plan and by payer every turn of the range is read: only hours are kept summed, and only by provider and bundle. */
const turnRangeDaysMax = 31;

/** Refuses a range whose turns are too many to be read for one answer. */
function refuseLongRange({ groupBy, range }: SpendArgs): void {
  if (groupBy !== 'plan' && groupBy !== 'source') return;
  if (range.to.getTime() - range.from.getTime() <= turnRangeDaysMax * dayMs) return;
  throw new GraphQLError(
    `\`range.to\` is at most ${turnRangeDaysMax} days after \`from\` where spending is split by ${groupBy}.`,
    { extensions: { code: 'BAD_USER_INPUT', field: 'range.to' } },
  );
}

type SpendArgs = {
  readonly groupBy: string;
  readonly range: { readonly from: Date; readonly to: Date };
};

builder.queryField('spend', (t) =>
  t.field({
    type: [SpendPointRef],
    description: `By plan or by payer at most ${turnRangeDaysMax} days, as their turns are read one by one.`,
    authScopes: { permission: 'budget:read' },
    args: {
      groupBy: t.arg({ type: SpendGroup, required: true, defaultValue: 'none' }),
      bucket: t.arg({ type: SpendBucket, required: true, defaultValue: 'day' }),
      range: t.arg({ type: RangeInput, required: true }),
    },
    resolve: (_root, { groupBy, bucket, range }, { ctx, useCases }) => {
      refuseLongRange({ groupBy, range });
      return useCases.budget.spend(ctx, { groupBy, bucket, from: range.from, to: range.to });
    },
  }),
);
