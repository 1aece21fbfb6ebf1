import type { AuditReader } from './audit-reader.ts';
import type { BudgetReader } from './budget-reader.ts';
import type { DataPlaneReader } from './data-plane-reader.ts';
import type { GrantReader } from './grant-reader.ts';
import type { KeyReader } from './key-reader.ts';
import type { LedgerReader } from './ledger-reader.ts';
import type { OverviewReader } from './overview-reader.ts';
import type { PolicyReader } from './policy-reader.ts';
import type { StripeReader } from './stripe-reader.ts';
import type { SubscriptionReader } from './subscription-reader.ts';
import type { TenantReader } from './tenant-reader.ts';
import type { TurnHistory } from './turn-history.ts';
import type { UsageReader } from './usage-reader.ts';
import type { UserReader } from './user-reader.ts';
import type { WalletReader } from './wallet-reader.ts';

/** Everything that is read outside of commands. Each list page costs a constant number of statements. */
export interface Readers {
  readonly policies: PolicyReader;
  readonly grants: GrantReader;
  readonly users: UserReader;
  readonly usage: UsageReader;
  readonly wallets: WalletReader;
  readonly subscriptions: SubscriptionReader;
  readonly stripe: StripeReader;
  readonly ledger: LedgerReader;
  readonly budgets: BudgetReader;
  readonly turns: TurnHistory;
  readonly audit: AuditReader;
  readonly keys: KeyReader;
  readonly tenants: TenantReader;
  readonly dataPlanes: DataPlaneReader;
  readonly overview: OverviewReader;
}
