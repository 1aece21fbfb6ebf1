import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { LedgerPosting } from '../../ports/ledger.ts';
import type { Stores } from '../../ports/unit-of-work.ts';
import { createAuditStore } from './audit-store.ts';
import { createBudgetStore } from './budget-store.ts';
import { createDataPlaneStore } from './data-plane-store.ts';
import { createEventStore } from './event-store.ts';
import { createGrantStore } from './grant-store.ts';
import { createIdempotencyStore } from './idempotency-store.ts';
import { createKeyStore } from './key-store.ts';
import { createNotificationStore } from './notification-store.ts';
import { createOutboxStore } from './outbox-store.ts';
import { createPlanStore } from './plan-store.ts';
import { createPolicyRevisionStore } from './policy-revision-store.ts';
import { createPolicyStore } from './policy-store.ts';
import { createPriceStore } from './price-store.ts';
import type { Tx } from './prisma.ts';
import { createProjectStore } from './project-store.ts';
import { createQuotaStore } from './quota-store.ts';
import { type ScopeKey, scopeKey } from './scope-key.ts';
import { createStripeStore } from './stripe-store.ts';
import { createSubscriptionStore } from './subscription-store.ts';
import { createApiKeyStore, createDomainStore } from './tenant-asset-stores.ts';
import { createTenantStore } from './tenant-store.ts';
import { createUserStore } from './user-store.ts';
import { createWalletStore } from './wallet-store.ts';

/** All stores of one transaction, bound to one project. */
export function createStores(
  ledgerOf: (tx: Tx, scope: ScopeKey) => LedgerPosting,
): (tx: Tx, scope: ProjectScope) => Stores {
  return (tx, projectScope) => {
    const scope = scopeKey(projectScope);
    return {
      plans: createPlanStore(tx, scope),
      policies: createPolicyStore(tx, scope),
      prices: createPriceStore(tx, scope),
      project: createProjectStore(tx, scope),
      grants: createGrantStore(tx, scope),
      users: createUserStore(tx, scope),
      wallets: createWalletStore(tx, scope),
      subscriptions: createSubscriptionStore(tx, scope),
      stripe: createStripeStore(tx, scope),
      budgets: createBudgetStore(tx, scope),
      keys: createKeyStore(tx, scope),
      events: createEventStore(tx, scope),
      dataPlanes: createDataPlaneStore(tx),
      quotas: createQuotaStore(tx, scope),
      tenants: createTenantStore(tx, scope),
      domains: createDomainStore(tx, scope),
      apiKeys: createApiKeyStore(tx, scope),
      policyRevision: createPolicyRevisionStore(tx),
      notifications: createNotificationStore(tx, scope),
      ledger: ledgerOf(tx, scope),
      audit: createAuditStore(tx, scope),
      outbox: createOutboxStore(tx, scope),
      idempotency: createIdempotencyStore(tx, scope),
    };
  };
}
