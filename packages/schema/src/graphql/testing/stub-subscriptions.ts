import type * as contract from '../../contract/subscription.ts';
import { at, uuid } from './stub-views.ts';

const money = {
  creditsMicroUsd: 19_990_000n,
  debitsMicroUsd: 4_500_001n,
  balanceMicroUsd: 15_489_999n,
  heldMicroUsd: 489_999n,
  availableMicroUsd: 15_000_000n,
  overdraftMicroUsd: 0n,
};

export const period: contract.PeriodView = {
  ...money,
  key: 'internal:home:demo:ada:2026-02-24T09:30:00.000Z',
  subscriptionId: uuid,
  userId: 'ada',
  planId: 'pro',
  status: 'open',
  startsAt: at,
  endsAt: new Date('2026-02-24T09:30:00.000Z'),
  toppedUpMicroUsd: 19_990_000n,
  rolledOverMicroUsd: 0n,
  spentMicroUsd: 4_500_001n,
  closedAt: null,
  notes: null,
  createdAt: at,
  updatedAt: at,
};

export const subscription: contract.SubscriptionView = {
  id: uuid,
  userId: 'ada',
  planId: 'pro',
  provider: 'internal',
  status: 'active',
  isActive: true,
  monthlyPriceMicroUsd: 19_990_000n,
  startedAt: at,
  nextChargeAt: period.endsAt,
  lastChargedAt: at,
  cancelAtPeriodEnd: false,
  canceledAt: null,
  pendingPlanId: null,
  overdraftMicroUsd: 0n,
  stripeCustomerId: null,
  stripeSubscriptionId: null,
  stripePriceId: null,
  stripeStatus: null,
  pastDueSince: null,
  period,
  lifetimeAddedMicroUsd: 19_990_000n,
  lifetimeSpentMicroUsd: 4_500_001n,
  createdBy: 'person:1',
  createdAt: at,
  updatedAt: at,
};

export const renewal: contract.Renewal = {
  action: 'applied',
  externalId: `renewal:${period.key}`,
  closedPeriodKey: period.key,
  openedPeriodKey: 'internal:home:demo:ada:2026-03-24T09:30:00.000Z',
  toppedUpMicroUsd: 19_990_000n,
  rolledOverMicroUsd: 15_489_999n,
  skippedPeriods: 0,
  chargedAt: at,
  nextChargeAt: new Date('2026-03-24T09:30:00.000Z'),
};
