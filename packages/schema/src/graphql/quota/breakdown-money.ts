import type {
  BreakdownWallet,
  ProjectFundingView,
  SubscriptionBalance,
} from '@purser/domain/breakdown/breakdown';
import { builder } from '../builder.ts';

const usd = { type: 'Usd' } as const;
const usdOrUnlimited = { type: 'Usd', nullable: true, description: 'Null = unlimited.' } as const;
const count = { type: 'BigInt' } as const;
const instant = { type: 'DateTime', nullable: true } as const;

export const ProjectFundingRef = builder.objectRef<ProjectFundingView>('ProjectFunding').implement({
  description: 'Whether the project pays for this user’s turns, and what it has.',
  fields: (t) => ({
    applies: t.exposeBoolean('applies'),
    availableUsd: t.expose('availableMicroUsd', usdOrUnlimited),
    overdraftUsd: t.expose('overdraftMicroUsd', usdOrUnlimited),
  }),
});

export const BreakdownWalletRef = builder.objectRef<BreakdownWallet>('BreakdownWallet').implement({
  description: 'The wallet in money and, rounded down, in reference tokens.',
  fields: (t) => ({
    purchasedUsd: t.expose('purchasedMicroUsd', usd),
    spentUsd: t.expose('spentMicroUsd', usd),
    refundedUsd: t.expose('refundedMicroUsd', usd),
    expiredUsd: t.expose('expiredMicroUsd', usd),
    balanceUsd: t.expose('balanceMicroUsd', usd),
    heldUsd: t.expose('heldMicroUsd', usd),
    availableUsd: t.expose('availableMicroUsd', usd),
    purchasedTokens: t.expose('purchasedTokens', count),
    spentTokens: t.expose('spentTokens', count),
    balanceTokens: t.expose('balanceTokens', count),
    heldTokens: t.expose('heldTokens', count),
    availableTokens: t.expose('availableTokens', count),
  }),
});

export const SubscriptionBalanceRef = builder
  .objectRef<SubscriptionBalance>('SubscriptionBalance')
  .implement({
    description: 'A subscription and its current period.',
    fields: (t) => ({
      planId: t.exposeString('planId'),
      provider: t.exposeString('provider'),
      status: t.exposeString('status'),
      active: t.exposeBoolean('active'),
      monthlyPriceUsd: t.expose('monthlyPriceMicroUsd', usd),
      periodKey: t.exposeString('periodKey', { nullable: true }),
      periodStart: t.expose('periodStart', instant),
      periodEnd: t.expose('periodEnd', instant),
      periodStatus: t.exposeString('periodStatus', { nullable: true }),
      balanceUsd: t.expose('balanceMicroUsd', usd),
      heldUsd: t.expose('heldMicroUsd', usd),
      availableUsd: t.expose('availableMicroUsd', usd),
      toppedUpUsd: t.expose('toppedUpMicroUsd', usd),
      rolledOverUsd: t.expose('rolledOverMicroUsd', usd),
      spentUsd: t.expose('spentMicroUsd', usd),
      lifetimeAddedUsd: t.expose('lifetimeAddedMicroUsd', usd),
      lifetimeSpentUsd: t.expose('lifetimeSpentMicroUsd', usd),
      overdraftUsd: t.expose('overdraftMicroUsd', usdOrUnlimited),
    }),
  });
