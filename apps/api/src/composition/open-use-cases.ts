import type { PrismaClient } from '@purser/prisma/client';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { Pool } from 'pg';
import { httpSnapshotPusher } from '../adapters/data-plane/http-snapshot-pusher.ts';
import { createCounterSource } from '../adapters/postgres/counter-source.ts';
import { createDataPlaneKeyLookup } from '../adapters/postgres/data-plane-key-lookup.ts';
import { createLedgerPosting } from '../adapters/postgres/ledger-posting.ts';
import { createNotificationReader } from '../adapters/postgres/notification-reader.ts';
import { createPeriodSweep } from '../adapters/postgres/period-sweep.ts';
import { demoProjectOf } from '../adapters/postgres/postgres-demo-project.ts';
import { ProjectClock } from '../adapters/postgres/project-clock.ts';
import { createQuotaBooks } from '../adapters/postgres/quota-books/quota-books.ts';
import { createReaders } from '../adapters/postgres/readers.ts';
import { createRulesSource } from '../adapters/postgres/rules-source.ts';
import { createSnapshotSource } from '../adapters/postgres/snapshot-source.ts';
import { poolRunner } from '../adapters/postgres/sql-runner.ts';
import { createStores } from '../adapters/postgres/stores.ts';
import { createTenantDirectory } from '../adapters/postgres/tenant-directory.ts';
import { createUnitOfWork } from '../adapters/postgres/unit-of-work.ts';
import { dnsNames } from '../adapters/system/dns-names.ts';
import { startWatch } from '../adapters/system/machine.ts';
import { randomIds } from '../adapters/system/random-ids.ts';
import type { ReadyConfig } from '../config/config.ts';
import type { DemoProject } from '../ports/demo-project.ts';
import type { SeedingProgress } from '../ports/seeding-progress.ts';
import type { System } from '../ports/system.ts';
import type { CommandDeps } from '../use-cases/command/run-command.ts';
import { createUseCases } from '../use-cases/create-use-cases.ts';
import { eventUseCases } from '../use-cases/event/event-use-cases.ts';
import { createJobUseCases } from '../use-cases/job/create-job-use-cases.ts';
import { notificationUseCases } from '../use-cases/notification/notification-use-cases.ts';
import { announceChange } from '../use-cases/rules/announce-change.ts';
import { RulesCache } from '../use-cases/rules/rules-cache.ts';
import type { RulesReads } from '../use-cases/rules/rules-reads.ts';
import { PolicySnapshots } from '../use-cases/snapshot/policy-snapshots.ts';
import { createStripeDoor, type StripeDoor } from '../use-cases/stripe/events/event-door.ts';
import { createStripeDesk } from '../use-cases/stripe/requests/stripe-desk.ts';
import { stripeUseCases } from '../use-cases/stripe/stripe-use-cases.ts';
import { planeSecrets, serviceKeyHashers, tenantKeyHasher } from './create-auth.ts';
import type { OpenCounters } from './open-counters.ts';
import { openEvents } from './open-events.ts';
import { type OpenJobs, openJobs } from './open-jobs.ts';
import { openNotifications } from './open-notifications.ts';
import { openStripeParts } from './open-stripe.ts';
import { openStripeGateway } from './open-stripe-gateway.ts';
import { openTurns } from './open-turns.ts';
import { openPaymentSigner } from './stripe-secrets.ts';

export type UseCaseParts = {
  readonly config: ReadyConfig;
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  readonly counting: OpenCounters;
  readonly seeding: SeedingProgress;
  /** The machine's clock, by which caches know their age. */
  readonly system: System;
  readonly onError: (error: unknown) => void;
  readonly log: (line: string) => void;
};

/** Everything that surfaces can ask, over PostgreSQL and the counters. */
export function openUseCases(parts: UseCaseParts): {
  readonly useCases: UseCases;
  /** What comes by itself, once somebody starts it. */
  readonly jobs: OpenJobs;
  /** Where events of Stripe come in. */
  readonly stripeDoor: Pick<StripeDoor, 'receive'>;
  readonly demoProject: (scope: ProjectScope) => DemoProject;
  /** Where this process finds the rules of its decisions; the counts grow. */
  readonly policyReads: Readonly<RulesReads>;
  readonly snapshots: PolicySnapshots;
  readonly close: () => Promise<void>;
} {
  const { config, pool, prisma, counting, seeding, system, onError, log } = parts;
  const ids = randomIds;
  const clock = new ProjectClock(pool);
  const rules = new RulesCache(createRulesSource(prisma, pool), system);
  const source = createCounterSource(pool);
  const { counters } = counting;
  const opened = openTurns({ pool, source, counting, clock, ids, rules, onError });
  const { turns, ledger, lookup, close } = opened;
  const stripe = openStripeGateway(config.stripe);
  const commands: CommandDeps = {
    unitOfWork: createUnitOfWork(prisma, createStores(createLedgerPosting), lookup.balancesChanged),
    clock,
    ids,
    announce: (ctx, affects) => announceChange({ rules, counters, source }, ctx, affects),
  };
  const desk = stripe && createStripeDesk({ ...commands, gateway: stripe, system });
  const events = openEvents({ config, pool, commands, gateway: stripe, desk, onError });
  const stripeDoor = createStripeDoor(events);
  const notifications = openNotifications({ config, pool, clock, ids, log });
  const snapshots = new PolicySnapshots({ source: createSnapshotSource(pool), startWatch });
  const jobs = openJobs({
    ...commands,
    pool,
    counters,
    ledger,
    lookup,
    events,
    desk,
    system,
    notifications,
    keep: config.retention,
    publishing: {
      ...config.publishing,
      snapshots,
      pusher: httpSnapshotPusher({
        lookup: createDataPlaneKeyLookup(pool),
        secrets: planeSecrets(config),
        system,
      }),
    },
  });
  const useCases = createUseCases(
    {
      ...commands,
      readers: createReaders(prisma, pool),
      periods: createPeriodSweep(pool),
      lookup,
      ledger,
      rules,
      secretHasher: serviceKeyHashers(config)[0],
      tenants: createTenantDirectory(pool),
      books: createQuotaBooks(pool),
      onError,
      homeTenant: config.defaultTenant,
      domainNames: dnsNames(config.dnsServers),
      apiKeyHasher: tenantKeyHasher(config),
      apiKeyBrand: config.apiKeyPrefix,
      dataPlaneSecrets: planeSecrets(config),
      snapshots,
      stripe: desk,
      paymentSigner: openPaymentSigner(config),
      seeding,
      clearCaches: async () => ({ memory: rules.clear(), redis: 0 }),
    },
    {
      ...createJobUseCases({ ...commands, ...jobs, system, onError }),
      turn: turns,
      event: eventUseCases(events),
      stripe: stripeUseCases(openStripeParts({ config, pool, events, system })),
      notification: notificationUseCases({
        ...commands,
        ...notifications,
        notifications: createNotificationReader(prisma, poolRunner(pool)),
      }),
    },
  );
  const demoProject = (scope: ProjectScope) =>
    demoProjectOf(pool, scope, () => clock.refresh(scope));
  return {
    useCases,
    jobs,
    stripeDoor,
    demoProject,
    policyReads: rules.reads,
    snapshots,
    close: async () => {
      await stripeDoor.close();
      await close();
    },
  };
}
