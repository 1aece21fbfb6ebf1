import type { BreakdownView } from '@purser/domain/breakdown/breakdown';
import { limitFields, unlimited, usdEquivalents } from '@purser/domain/quota/limits';
import type * as moneyViews from '../../contract/money-views.ts';
import type * as operationViews from '../../contract/operation-views.ts';
import type * as turnViews from '../../contract/turn-views.ts';
import type * as views from '../../contract/views.ts';

/** Believable values for tests of the schema; nothing here decides anything. */
export const at = new Date('2026-01-24T09:30:00.000Z');
export const uuid = '0190f5c2-7c1e-7000-8000-0123456789ab';

const balance: moneyViews.BalanceView = {
  creditsMicroUsd: 10_000_000n,
  debitsMicroUsd: 2_500_001n,
  balanceMicroUsd: 7_499_999n,
  heldMicroUsd: 499_999n,
  availableMicroUsd: 7_000_000n,
  overdraftMicroUsd: 0n,
};

export const plan: views.PlanView = {
  planId: 'free',
  name: 'Free',
  audience: 'user',
  provider: 'internal',
  monthlyPriceMicroUsd: 0n,
  stripePriceId: null,
  active: true,
  projectFunded: true,
  walletBeyondLimits: true,
  reservationFloorMicroUsd: null,
  notes: null,
  metadata: { tier: 1 },
  createdBy: 'person:1',
  createdAt: at,
  updatedAt: at,
};

export const quotaPolicy: views.QuotaPolicyView = {
  planId: 'free',
  bundleId: '*',
  limits: { ...unlimited, requestsPerDay: 100n },
  active: true,
  notes: null,
  version: 1,
  createdBy: 'person:1',
  updatedBy: 'person:1',
  updatedAt: at,
};

export const budgetPolicy: views.BudgetPolicyView = {
  provider: 'anthropic',
  bundleId: '*',
  perHourMicroUsd: 10_000_000n,
  perDayMicroUsd: null,
  perMonthMicroUsd: null,
  active: true,
  notes: null,
  version: 1,
  updatedBy: 'person:1',
  updatedAt: at,
};

export const grant: views.GrantView = {
  id: uuid,
  userId: 'ada',
  bundleId: '*',
  mode: 'add',
  fields: ['requestsPerDay'],
  limits: { ...unlimited, requestsPerDay: 100n },
  source: 'trial',
  purchaseId: null,
  purchaseAmountMicroUsd: null,
  notes: null,
  createdBy: 'person:1',
  createdAt: at,
  expiresAt: at,
  revokedAt: null,
  isExpired: false,
  isActive: true,
};

export const user: views.UserView = {
  userId: 'ada',
  role: 'registered',
  suspendedAt: null,
  suspendedReason: null,
  createdAt: at,
  planId: 'free',
  planSource: 'default',
};

export const userSummary: views.UserSummaryView = {
  ...user,
  requestsToday: 3,
  requestsPerDayLimit: 100n,
  tokensToday: 12_345n,
  walletMicroUsd: 7_000_000n,
  activeGrants: 1,
  lastTurnAt: at,
};

export const wallet: moneyViews.WalletView = {
  userId: 'ada',
  hasWallet: true,
  purchasedMicroUsd: 10_000_000n,
  spentMicroUsd: 2_500_001n,
  refundedMicroUsd: 0n,
  expiredMicroUsd: 0n,
  heldMicroUsd: 499_999n,
  availableMicroUsd: 7_000_000n,
  referencePricePicoUsd: 15_000_000n,
  referenceModel: 'claude-sonnet-4-5',
  lots: [
    {
      ...balance,
      id: uuid,
      source: 'payment',
      purchaseId: 'p-1',
      referenceModel: 'claude-sonnet-4-5',
      notes: null,
      createdAt: at,
      expiresAt: null,
      isExpired: false,
    },
  ],
  lastPurchase: { id: 'p-1', amountMicroUsd: 10_000_000n, notes: null },
};

export const walletTotals: moneyViews.WalletTotalsView = {
  wallets: 1,
  lots: 1,
  putInMicroUsd: 10_000_000n,
  goneMicroUsd: 2_500_001n,
  heldMicroUsd: 499_999n,
  availableMicroUsd: 7_000_000n,
  expiringMicroUsd: 0n,
};

export const account: moneyViews.AccountView = {
  ...balance,
  id: uuid,
  kind: 'project',
  unit: 'micro_usd',
  reference: 'demo',
  userId: null,
  version: 12n,
  lastRecordedAt: at,
  closedAt: null,
};

export const transfer: moneyViews.TransferView = {
  id: uuid,
  phase: 'settle',
  kind: 'turn',
  debit: { id: uuid, kind: 'wallet', reference: uuid },
  credit: { id: uuid, kind: 'spend', reference: 'anthropic' },
  amountMicroUsd: 150_000n,
  holdId: uuid,
  effectiveAt: at,
  recordedAt: at,
  actor: 'key:1',
  reason: 'turn',
  idempotencyKey: 'turn-1:wallet',
  turnId: 'turn-1',
  externalId: null,
};

export const projectBudget: moneyViews.ProjectBudgetView = {
  ...balance,
  overdraftUsedMicroUsd: 0n,
  lifetimeAddedMicroUsd: 10_000_000n,
  lifetimeSpentMicroUsd: 2_500_001n,
  spending: { hourMicroUsd: 1n, dayMicroUsd: 2n, monthMicroUsd: 3n },
  byBundle: [{ bundleId: 'chat', hourMicroUsd: 1n, dayMicroUsd: 2n, monthMicroUsd: 3n }],
};

export const turn: turnViews.TurnView = {
  decisionId: uuid,
  turnId: 'turn-1',
  userId: 'ada',
  bundleId: 'chat',
  class: 'interactive',
  state: 'settled',
  planId: 'free',
  planSource: 'default',
  estimateTokens: 2_000n,
  heldTokens: 2_000n,
  providers: ['anthropic'],
  decision: {
    usedReplenishment: true,
    grantIds: [uuid],
    money: [{ source: 'project', amountMicroUsd: 34_500n }],
    limits: [
      { limit: 'requestsPerDay', scope: '*', allowed: 10n, used: 2n, held: 1n, resetsAt: at },
    ],
  },
  admittedAt: at,
  expiresAt: at,
  closedAt: at,
  outcome: 'ok',
  costMicroUsd: 150_000n,
  tokensCharged: 10_000n,
  usage: [{ provider: 'anthropic' }],
  result: { flags: [] },
};

export const denial: turnViews.DenialView = {
  id: uuid,
  userId: 'ada',
  turnId: 'turn-2',
  bundleId: null,
  planId: 'free',
  reasons: ['rate_limited'],
  denials: [{ reason: 'rate_limited', limit: 'requests_per_day' }],
  funding: [{ source: 'project', availableMicroUsd: null, neededMicroUsd: 34_500n }],
  deniedAt: at,
};

export const auditEntry: operationViews.AuditEntryView = {
  id: uuid,
  recordedAt: at,
  actor: 'person:1',
  role: 'admin',
  action: 'set-quota-policy',
  targetType: 'quota_policy',
  targetId: '["free","*"]',
  reason: 'more room',
  before: null,
  after: { requestsPerDay: 100n, at },
  requestId: 'request-1',
  sourceAddress: null,
  sealedSeq: 7n,
};

export const serviceKey: operationViews.ServiceKeyView = {
  id: uuid,
  name: 'chat app',
  prefix: 'psk_abcd',
  scopes: ['turns'],
  createdBy: 'person:1',
  createdAt: at,
  revokedAt: null,
  lastUsedAt: null,
};

export const jobRun: operationViews.JobRunView = {
  id: uuid,
  job: 'reap',
  startedAt: at,
  finishedAt: at,
  handled: 3,
  failed: 0,
  error: null,
  trigger: 'schedule',
};

const stated = { limits: unlimited, usd: usdEquivalents(unlimited, 15_000_000n) };

export const breakdown: BreakdownView = {
  userId: 'ada',
  role: 'registered',
  at,
  bundleId: '*',
  planId: 'free',
  planSource: 'default',
  referenceModel: 'claude-sonnet-4-5',
  referencePricePicoUsd: 15_000_000n,
  basePolicy: stated,
  effectivePolicy: stated,
  override: null,
  grants: [],
  usage: [],
  resetWindows: [],
  limits: [],
  remaining: {
    limits: Object.fromEntries(limitFields.map((field) => [field, null])) as views.LimitValues,
    tokensTodayMicroUsd: null,
    tokensThisMonthMicroUsd: null,
    percentageUsed: null,
  },
  projectFunding: { applies: true, availableMicroUsd: 7_000_000n, overdraftMicroUsd: 0n },
  wallet: null,
  subscription: null,
  holds: [],
  recentDenials: [],
};
