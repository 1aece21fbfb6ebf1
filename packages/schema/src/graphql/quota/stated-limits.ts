import type { OverrideView, StatedLimits } from '@purser/domain/breakdown/breakdown';
import { builder } from '../builder.ts';
import { LimitsRef } from './limits.ts';

const unlimited = { type: 'Usd', nullable: true } as const;

export const StatedLimitsRef = builder.objectRef<StatedLimits>('StatedLimits').implement({
  description: 'Limits as numbers, and the token limits as money at the reference price.',
  fields: (t) => ({
    limits: t.expose('limits', { type: LimitsRef }),
    usdPerHour: t.field({ ...unlimited, resolve: ({ usd }) => usd.usdPerHour }),
    usdPerDay: t.field({ ...unlimited, resolve: ({ usd }) => usd.usdPerDay }),
    usdPerMonth: t.field({ ...unlimited, resolve: ({ usd }) => usd.usdPerMonth }),
  }),
});

export const PolicyOverrideRef = builder.objectRef<OverrideView>('PolicyOverride').implement({
  description: 'The replace grant that rules, or the last one that did.',
  fields: (t) => ({
    grantId: t.exposeString('grantId'),
    active: t.exposeBoolean('active'),
    expired: t.exposeBoolean('expired'),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true }),
    stated: t.field({ type: StatedLimitsRef, resolve: (override) => override }),
    purchaseAmountUsd: t.expose('purchaseAmountMicroUsd', unlimited),
    notes: t.exposeString('notes', { nullable: true }),
  }),
});
