import type { ArgBuilder } from '@pothos/core';
import { z } from 'zod';
import type { AbsorptionRequest, AbsorptionRow } from '../../contract/inputs.ts';
import { builder } from '../builder.ts';
import type { SchemaTypes } from '../schema-types.ts';
import { valuesOf } from '../values-of.ts';

const AbsorptionPeriod = builder.enumType('AbsorptionPeriod', {
  values: valuesOf(['hour', 'day', 'month']),
});

const AbsorptionGroup = builder.enumType('AbsorptionGroup', {
  values: valuesOf(['none', 'user', 'bundle']),
});

const usd = { type: 'Usd' } as const;

export const AbsorptionRowRef = builder.objectRef<AbsorptionRow>('AbsorptionRow').implement({
  fields: (t) => ({
    periodStart: t.expose('periodStart', { type: 'DateTime' }),
    groupKey: t.exposeString('groupKey', { nullable: true }),
    totalUsd: t.expose('totalMicroUsd', usd),
    walletShortUsd: t.expose('walletShortMicroUsd', usd),
    subscriptionOverageUsd: t.expose('subscriptionOverageMicroUsd', usd),
    freePlanUsd: t.expose('freePlanMicroUsd', usd),
    refundShortUsd: t.expose('refundShortMicroUsd', {
      ...usd,
      description: 'Of refunds made at Stripe whose money was spent.',
    }),
    disputeShortUsd: t.expose('disputeShortMicroUsd', {
      ...usd,
      description: 'Of lost disputes whose money was spent.',
    }),
    events: t.exposeInt('events'),
  }),
});

/** Which periods, how grouped, how far back (at most a year). */
export function absorptionArgs(arg: ArgBuilder<SchemaTypes>) {
  return {
    period: arg({ type: AbsorptionPeriod, required: true, defaultValue: 'day' }),
    groupBy: arg({ type: AbsorptionGroup, required: true, defaultValue: 'none' }),
    days: arg.int({ required: true, defaultValue: 30, validate: z.int().min(1).max(366) }),
  };
}

export function readAbsorption(args: Required<AbsorptionRequest>): AbsorptionRequest {
  return { period: args.period, groupBy: args.groupBy, days: args.days };
}
