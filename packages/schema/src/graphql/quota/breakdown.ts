import type { ArgBuilder } from '@pothos/core';
import type { BreakdownView } from '@purser/domain/breakdown/breakdown';
import { z } from 'zod';
import { builder } from '../builder.ts';
import type { SchemaTypes } from '../schema-types.ts';
import { idText } from '../text.ts';
import { UserRole } from '../user/user-fields.ts';
import { ActiveHoldRef, GrantLineRef, RecentDenialRef } from './breakdown-lines.ts';
import {
  BreakdownWalletRef,
  ProjectFundingRef,
  SubscriptionBalanceRef,
} from './breakdown-money.ts';
import { LimitLineRef } from './limit-line.ts';
import { PolicyOverrideRef, StatedLimitsRef } from './stated-limits.ts';
import { RemainingRef, ResetWindowsRef, UsageRef } from './usage.ts';

export const BudgetBreakdownRef = builder.objectRef<BreakdownView>('BudgetBreakdown').implement({
  description: 'Everything about what one user may spend, and why.',
  fields: (t) => ({
    userId: t.exposeString('userId'),
    role: t.expose('role', { type: UserRole }),
    at: t.expose('at', { type: 'DateTime' }),
    bundleId: t.exposeString('bundleId'),
    planId: t.exposeString('planId'),
    planSource: t.exposeString('planSource', {
      description: 'role, subscription, default, asked or fallback.',
    }),
    referenceModel: t.exposeString('referenceModel'),
    // Pico-dollars a token and micro-dollars a million tokens are the same number.
    referencePricePerMillionTokensUsd: t.expose('referencePricePicoUsd', { type: 'Usd' }),
    basePolicy: t.expose('basePolicy', { type: StatedLimitsRef }),
    effectivePolicy: t.expose('effectivePolicy', { type: StatedLimitsRef }),
    override: t.expose('override', { type: PolicyOverrideRef, nullable: true }),
    grants: t.expose('grants', { type: [GrantLineRef] }),
    usage: t.expose('usage', { type: [UsageRef] }),
    resetWindows: t.expose('resetWindows', { type: [ResetWindowsRef] }),
    limits: t.expose('limits', { type: [LimitLineRef] }),
    remaining: t.expose('remaining', { type: RemainingRef }),
    projectFunding: t.expose('projectFunding', { type: ProjectFundingRef }),
    wallet: t.expose('wallet', { type: BreakdownWalletRef, nullable: true }),
    subscription: t.expose('subscription', { type: SubscriptionBalanceRef, nullable: true }),
    holds: t.expose('holds', { type: [ActiveHoldRef] }),
    recentDenials: t.expose('recentDenials', { type: [RecentDenialRef] }),
  }),
});

/** The questions a breakdown answers. */
export function breakdownArgs(arg: ArgBuilder<SchemaTypes>) {
  return {
    bundleId: arg.string({ validate: idText, description: 'One bundle; else the whole project.' }),
    asPlanId: arg.string({ validate: idText, description: 'As if the user were on this plan.' }),
    includeExpiredOverride: arg.boolean({ required: true, defaultValue: false }),
    holdsLimit: arg.int({
      required: true,
      defaultValue: 50,
      validate: z.int().min(0).max(500),
      description: 'How many live holds to list, at most 500.',
    }),
  };
}
