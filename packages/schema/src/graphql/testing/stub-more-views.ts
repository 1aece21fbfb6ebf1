import { unlimited } from '@purser/domain/quota/limits';
import type { ExternalEventView } from '../../contract/event.ts';
import type * as moneyViews from '../../contract/money-views.ts';
import type {
  DeliveryView,
  MailSettings,
  WebhookEndpointView,
} from '../../contract/notification.ts';
import type * as operationViews from '../../contract/operation-views.ts';
import type * as views from '../../contract/views.ts';
import { at, projectBudget, uuid } from './stub-views.ts';

export const reference: moneyViews.ReferenceView = {
  provider: 'anthropic',
  model: 'claude-sonnet-4-5',
  pricePicoUsd: 15_000_000n,
};

export const project: operationViews.ProjectView = {
  tenantUuid: uuid,
  tenantSlug: 'home',
  tenantName: 'Home',
  slug: 'demo',
  name: 'Demo',
  kind: 'demo',
  defaultPlanId: 'free',
  fallbackLimits: { ...unlimited, requestsPerDay: 10n },
  reference,
  renewalGraceSeconds: 21_600,
  providersRequired: false,
  createdAt: at,
  clock: { now: at, offsetMs: 0n, frozen: false },
};

export const clock: operationViews.ClockView = {
  kind: 'demo',
  now: at,
  offsetMs: 0n,
  frozen: false,
};

export const floor: moneyViews.ReservationFloorView = {
  target: 'bundle',
  id: 'chat',
  floorMicroUsd: 30_000n,
};

export const price: moneyViews.PriceView = {
  provider: 'anthropic',
  model: 'claude-sonnet-4-5',
  effectiveFrom: at,
  inForce: true,
  inputPicoUsd: 3_000_000n,
  outputPicoUsd: 15_000_000n,
  cacheReadPicoUsd: 300_000n,
  cacheWritePicoUsd: null,
  unitPrices: [],
  createdBy: 'job:seed',
  createdAt: at,
};

export const providerBudget: moneyViews.ProviderBudgetView = {
  provider: 'anthropic',
  bundleId: '*',
  policy: null,
  windows: [
    { window: 'hour', limitMicroUsd: null, spentMicroUsd: 1n, heldMicroUsd: 0n, resetsAt: at },
  ],
};

export const revenue: moneyViews.RevenueView = {
  purchaseCount: 1,
  totalMicroUsd: 10_000_000n,
  averageMicroUsd: 10_000_000n,
  bySource: [{ source: 'payment', purchaseCount: 1, totalMicroUsd: 10_000_000n }],
};

export const expiring: views.ExpiringView = {
  kind: 'grant',
  id: uuid,
  userId: 'ada',
  label: 'Trial',
  expiresAt: at,
  daysRemaining: 2,
};

export const overview: operationViews.OverviewView = {
  now: at,
  clock: { offsetMs: 0n, frozen: false },
  project: projectBudget,
  turnsToday: 1,
  deniedToday: 0,
  activeUsersToday: 1,
  liveTurns: 0,
  revenue30d: { purchases: 1, totalMicroUsd: 10_000_000n },
  expiringGrants7d: 0,
  expiringLots7d: 0,
  subscriptions: { active: 1, pastDue: 0 },
  fallbackPlans: [],
  alerts: [],
  ledger: { checkedAt: null, balanced: null, found: [] },
  auditChain: { checkedAt: null, whole: null, sealed: 0, brokenAtSeq: null },
  seeding: null,
  story: null,
};

export const externalEvent: ExternalEventView = {
  id: uuid,
  source: 'stripe',
  kind: 'payment_intent.succeeded',
  externalId: 'evt_1',
  status: 'failed',
  userId: 'ada',
  amountMicroUsd: 30_000_000n,
  tokens: null,
  currency: 'usd',
  errorCode: 'amount_mismatch',
  error: 'The package basic costs $10.00, but $30.00 was received.',
  payload: {},
  attempts: 0,
  nextAttemptAt: null,
  occurredAt: at,
  createdAt: at,
  updatedAt: at,
};

export const webhookEndpoint: WebhookEndpointView = {
  id: uuid,
  url: 'https://example.com/hook',
  format: 'signed',
  kinds: [],
  active: true,
  previousSecretUntil: null,
  createdBy: 'person:alice',
  createdAt: at,
};

export const mailSettings: MailSettings = {
  hasMailServer: true,
  defaultAddresses: ['ops@example.com'],
  recipients: [
    {
      kind: 'project_budget',
      addresses: ['money@example.com'],
      isDefault: false,
      updatedBy: 'person:alice',
      updatedAt: at,
    },
  ],
};

export const delivery: DeliveryView = {
  id: uuid,
  kind: 'project_budget',
  title: 'The project budget is low: $1.00 left.',
  channel: 'webhook',
  receiver: 'https://example.com/hook',
  endpointId: uuid,
  status: 'waiting',
  attempts: 1,
  nextAttemptAt: at,
  lastError: 'The receiver answered 500.',
  lastAnswer: null,
  deliveredAt: null,
  createdAt: at,
};
