import type { Pool } from 'pg';
import type { Readers } from '../../ports/readers.ts';
import { createAuditReader } from './audit-reader.ts';
import { createBudgetReader } from './budget-reader.ts';
import { createDataPlaneReader } from './data-plane-reader.ts';
import { createGrantReader } from './grant-reader.ts';
import { createKeyReader } from './key-reader.ts';
import { createLedgerReader } from './ledger-reader.ts';
import { createOverviewReader } from './overview-reader.ts';
import { createPolicyReader } from './policy-reader.ts';
import type { Db } from './prisma.ts';
import { poolRunner } from './sql-runner.ts';
import { createStripeReader } from './stripe-reader.ts';
import { createSubscriptionReader } from './subscription-reader.ts';
import { createTenantReader } from './tenant-reader.ts';
import { createTurnHistory } from './turn-history.ts';
import { createUsageReader } from './usage-reader.ts';
import { createUserReader } from './user-reader.ts';
import { createWalletReader } from './wallet-reader.ts';

/** Every reader over the process's one pool. */
export function createReaders(db: Db, pool: Pool): Readers {
  const run = poolRunner(pool);
  return {
    policies: createPolicyReader(db, run),
    grants: createGrantReader(db, run),
    users: createUserReader(db, run),
    usage: createUsageReader(db, run),
    wallets: createWalletReader(run),
    subscriptions: createSubscriptionReader(run),
    stripe: createStripeReader(run),
    ledger: createLedgerReader(run),
    budgets: createBudgetReader(run),
    turns: createTurnHistory(run),
    audit: createAuditReader(run),
    keys: createKeyReader(db),
    tenants: createTenantReader(db, run),
    dataPlanes: createDataPlaneReader(run),
    overview: createOverviewReader(db, run),
  };
}
