import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { AuditStore } from './audit-store.ts';
import type { BudgetStore } from './budget-store.ts';
import type { DataPlaneStore } from './data-plane-keys.ts';
import type { EventStore } from './event-store.ts';
import type { GrantStore } from './grant-store.ts';
import type { IdempotencyStore } from './idempotency-store.ts';
import type { KeyStore } from './key-store.ts';
import type { LedgerPosting } from './ledger.ts';
import type { NotificationStore } from './notification-store.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { PlanStore } from './plan-store.ts';
import type { PolicyRevisionStore } from './policy-revision.ts';
import type { PolicyStore } from './policy-store.ts';
import type { PriceStore } from './price-store.ts';
import type { ProjectStore } from './project-store.ts';
import type { QuotaStore } from './quota-store.ts';
import type { StripeStore } from './stripe-store.ts';
import type { SubscriptionStore } from './subscription-store.ts';
import type { ApiKeyStore, DomainStore } from './tenant-assets.ts';
import type { TenantStore } from './tenant-store.ts';
import type { UserStore } from './user-store.ts';
import type { WalletStore } from './wallet-store.ts';

/** What a command can load and apply, all inside one transaction and bound to one project. */
export interface Stores {
  readonly plans: PlanStore;
  readonly policies: PolicyStore;
  readonly prices: PriceStore;
  readonly project: ProjectStore;
  readonly grants: GrantStore;
  readonly users: UserStore;
  readonly wallets: WalletStore;
  readonly subscriptions: SubscriptionStore;
  readonly stripe: StripeStore;
  readonly budgets: BudgetStore;
  readonly keys: KeyStore;
  readonly events: EventStore;
  readonly dataPlanes: DataPlaneStore;
  readonly quotas: QuotaStore;
  readonly tenants: TenantStore;
  readonly domains: DomainStore;
  readonly apiKeys: ApiKeyStore;
  readonly policyRevision: PolicyRevisionStore;
  readonly notifications: NotificationStore;
  readonly ledger: LedgerPosting;
  readonly audit: AuditStore;
  readonly outbox: OutboxStore;
  readonly idempotency: IdempotencyStore;
}

/** Runs work in one transaction, retried when PostgreSQL breaks a deadlock or a serialization conflict. */
export interface UnitOfWork {
  run<Value>(
    scope: ProjectScope,
    work: (stores: Stores) => Promise<{ readonly commit: boolean; readonly value: Value }>,
  ): Promise<Value>;
}
