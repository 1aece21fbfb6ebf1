import type { Pool } from 'pg';
import { createAlertLog } from '../adapters/postgres/alert-log.ts';
import { createAuditChain } from '../adapters/postgres/audit-chain.ts';
import { createBudgetWatch } from '../adapters/postgres/budget-watch.ts';
import { createJobRuns } from '../adapters/postgres/job-runs.ts';
import { createLedgerChecker } from '../adapters/postgres/ledger-checker.ts';
import { createLotExpiry } from '../adapters/postgres/lot-expiry.ts';
import { createPeriodSweep } from '../adapters/postgres/period-sweep.ts';
import { createProjectDirectory } from '../adapters/postgres/project-directory.ts';
import { createQuotaBooks } from '../adapters/postgres/quota-books/quota-books.ts';
import { createQuotaUpkeep } from '../adapters/postgres/quota-upkeep.ts';
import { createRetention } from '../adapters/postgres/retention.ts';
import { createSettings } from '../adapters/postgres/settings.ts';
import { poolRunner } from '../adapters/postgres/sql-runner.ts';
import { createStripeQueue } from '../adapters/postgres/stripe-queue.ts';
import { createStripeReader } from '../adapters/postgres/stripe-reader.ts';
import { createTransferSeals } from '../adapters/postgres/transfer-seals.ts';
import { createUntoldLanes } from '../adapters/postgres/untold-lanes.ts';
import type { AuditChain } from '../ports/audit-chain.ts';
import type { JobRuns } from '../ports/job-runs.ts';
import type { LedgerChecker } from '../ports/ledger-checker.ts';
import type { Settings } from '../ports/settings.ts';
import type { StripeQueue } from '../ports/stripe-queue.ts';
import type { System } from '../ports/system.ts';
import type { TransferSeals } from '../ports/transfer-seals.ts';
import type { CommandDeps } from '../use-cases/command/run-command.ts';
import type { RetentionTerms } from '../use-cases/job/clean-up.ts';
import type { Job } from '../use-cases/job/job.ts';
import { createJobTable } from '../use-cases/job/job-table.ts';
import type { DeliverDeps } from '../use-cases/notification/deliver.ts';
import type { PublishDeps } from '../use-cases/snapshot/publish-snapshot.ts';
import type { ProcessDeps } from '../use-cases/stripe/events/process-events.ts';
import type { StripeDesk } from '../use-cases/stripe/requests/stripe-desk.ts';
import type { TurnDeps } from '../use-cases/turn/turn-deps.ts';

export type JobParts = {
  readonly pool: Pool;
  readonly events: ProcessDeps;
  /** Null where Stripe is not configured. */
  readonly desk: StripeDesk | null;
  readonly system: System;
  readonly notifications: DeliverDeps;
  readonly keep: RetentionTerms;
  readonly publishing: PublishDeps;
} & Pick<TurnDeps, 'clock' | 'ids' | 'counters' | 'ledger' | 'lookup'> &
  Pick<CommandDeps, 'unitOfWork' | 'announce'>;

export type OpenJobs = {
  readonly jobs: readonly Job[];
  readonly runs: JobRuns;
  readonly settings: Settings;
  readonly chain: AuditChain;
  readonly checker: LedgerChecker;
  readonly seals: TransferSeals;
  readonly stripeQueue: StripeQueue;
};

/** Every job over PostgreSQL, and what surfaces ask about them. Nothing runs yet. */
export function openJobs({ pool, desk, system, ...turns }: JobParts): OpenJobs {
  const chain = createAuditChain(pool);
  const checker = createLedgerChecker(pool);
  const seals = createTransferSeals(pool);
  const settings = createSettings(pool);
  const stripeQueue = createStripeQueue(pool);
  const jobs = createJobTable({
    ...turns,
    chain,
    checker,
    seals,
    settings,
    alerts: createAlertLog(pool),
    lanes: createUntoldLanes(pool),
    lots: createLotExpiry(pool),
    periods: createPeriodSweep(pool),
    projects: createProjectDirectory(pool),
    stripe: { desk, system, queue: stripeQueue, reader: createStripeReader(poolRunner(pool)) },
    retention: createRetention(pool),
    watch: createBudgetWatch(pool),
    upkeep: createQuotaUpkeep(pool),
    books: createQuotaBooks(pool),
  });
  return { jobs, runs: createJobRuns(pool), settings, chain, checker, seals, stripeQueue };
}
