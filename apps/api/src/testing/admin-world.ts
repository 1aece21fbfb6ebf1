import { createTestDatabase } from '@purser/dev-tools/testing/test-database';
import { permissions } from '@purser/domain/access/permissions';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { Pool } from 'pg';
import { inProcessCounters } from '../adapters/memory/in-process-counters.ts';
import { createCounterSource } from '../adapters/postgres/counter-source.ts';
import { createLedgerPosting } from '../adapters/postgres/ledger-posting.ts';
import { createNotificationReader } from '../adapters/postgres/notification-reader.ts';
import { createPeriodSweep } from '../adapters/postgres/period-sweep.ts';
import { openPool } from '../adapters/postgres/pool.ts';
import { type Db, openPrisma } from '../adapters/postgres/prisma.ts';
import { ProjectClock } from '../adapters/postgres/project-clock.ts';
import { createQuotaBooks } from '../adapters/postgres/quota-books/quota-books.ts';
import { createReaders } from '../adapters/postgres/readers.ts';
import { createRulesSource } from '../adapters/postgres/rules-source.ts';
import { createSeedStore } from '../adapters/postgres/seed-store.ts';
import { createSnapshotSource } from '../adapters/postgres/snapshot-source.ts';
import { poolRunner } from '../adapters/postgres/sql-runner.ts';
import { createStores } from '../adapters/postgres/stores.ts';
import { createTenantDirectory } from '../adapters/postgres/tenant-directory.ts';
import { createUnitOfWork } from '../adapters/postgres/unit-of-work.ts';
import { apiKeyHasher } from '../adapters/system/api-key-hasher.ts';
import { dataPlaneSecrets } from '../adapters/system/data-plane-secrets.ts';
import { dnsNames } from '../adapters/system/dns-names.ts';
import { hmacHasher } from '../adapters/system/hmac-hasher.ts';
import { machine, startWatch } from '../adapters/system/machine.ts';
import { randomIds } from '../adapters/system/random-ids.ts';
import { openEvents } from '../composition/open-events.ts';
import { openNotifications } from '../composition/open-notifications.ts';
import { openStripeParts } from '../composition/open-stripe.ts';
import { openTurns } from '../composition/open-turns.ts';
import { openPaymentSigner } from '../composition/stripe-secrets.ts';
import type { Counters } from '../ports/counters.ts';
import type { StripeGateway } from '../ports/stripe-gateway.ts';
import type { System } from '../ports/system.ts';
import type { CommandDeps } from '../use-cases/command/run-command.ts';
import { createUseCases } from '../use-cases/create-use-cases.ts';
import { type EventDeps, eventUseCases } from '../use-cases/event/event-use-cases.ts';
import { notificationUseCases } from '../use-cases/notification/notification-use-cases.ts';
import { announceChange } from '../use-cases/rules/announce-change.ts';
import { RulesCache } from '../use-cases/rules/rules-cache.ts';
import { seedProject } from '../use-cases/seed/seed-project.ts';
import { PolicySnapshots } from '../use-cases/snapshot/policy-snapshots.ts';
import { createStripeDesk } from '../use-cases/stripe/requests/stripe-desk.ts';
import { stripeUseCases } from '../use-cases/stripe/stripe-use-cases.ts';
import type { OtherUseCases, UseCaseDeps } from '../use-cases/use-case-deps.ts';
import { eventConfig } from './event-config.ts';
import { seededProject } from './seeded-project.ts';

/** A seeded database of its own with every use case but jobs and checkers, on a clock that stands still. */
export type AdminWorld = {
  readonly useCases: UseCases;
  readonly deps: UseCaseDeps;
  /** What outside events are processed with. */
  readonly events: EventDeps;
  readonly ctx: RequestContext;
  readonly pool: Pool;
  readonly db: Db;
  /** Moves the project's clock. */
  readonly setNow: (now: Date) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A Sunday at noon (UTC). */
export const worldNow = new Date('2026-11-22T12:00:00.000Z');

export async function openAdminWorld({
  counters = inProcessCounters(),
  gateway = null,
  system = machine,
}: {
  readonly counters?: Counters;
  /** Null: Stripe is not configured. */
  readonly gateway?: StripeGateway | null;
  /** The clock by which requests of Stripe are asked again. */
  readonly system?: Pick<System, 'nowMs'>;
} = {}): Promise<AdminWorld> {
  const database = await createTestDatabase(seededProject);
  const pool = openPool({ url: database.url });
  const db = openPrisma(pool);
  const { scope } = await seedProject(createSeedStore(db, randomIds));
  const clock = new ProjectClock(pool);
  const rules = new RulesCache(createRulesSource(db, pool), machine);
  const setNow = async (now: Date) => {
    await pool.query(
      `INSERT INTO project_clock (tenant_id, project_id, offset_ms, frozen_at) VALUES ($1, $2, 0, $3)
       ON CONFLICT (tenant_id, project_id) DO UPDATE SET frozen_at = excluded.frozen_at`,
      [scope.tenantId, scope.projectId, now],
    );
    await clock.refresh(scope);
  };
  await setNow(worldNow);
  const source = createCounterSource(pool);
  const counting = {
    counters,
    role: null,
    check: { name: 'Counters', check: async () => null },
    close: async () => {},
  };
  const onError = (error: unknown) => console.error(error);
  const ids = randomIds;
  const turns = openTurns({ pool, source, counting, clock, ids, rules, onError });
  const commands: CommandDeps = {
    unitOfWork: createUnitOfWork(
      db,
      createStores(createLedgerPosting),
      turns.lookup.balancesChanged,
    ),
    clock,
    ids,
    announce: (ctx, affects) => announceChange({ rules, counters, source }, ctx, affects),
  };
  const deps: UseCaseDeps = {
    ...commands,
    readers: createReaders(db, pool),
    periods: createPeriodSweep(pool),
    lookup: turns.lookup,
    ledger: turns.ledger,
    rules,
    secretHasher: hmacHasher(Buffer.alloc(32, 7)),
    tenants: createTenantDirectory(pool),
    books: createQuotaBooks(pool),
    onError,
    snapshots: new PolicySnapshots({ source: createSnapshotSource(pool), startWatch }),
    stripe: gateway && createStripeDesk({ ...commands, gateway, system }),
    paymentSigner: openPaymentSigner(eventConfig),
    homeTenant: scope.tenantSlug,
    domainNames: dnsNames([]),
    apiKeyHasher: apiKeyHasher(Buffer.alloc(32, 9)),
    apiKeyBrand: 'pxl8',
    dataPlaneSecrets: dataPlaneSecrets([Buffer.alloc(32, 8)], Buffer.alloc(32, 9)),
    seeding: { current: () => null },
    clearCaches: async () => ({ memory: rules.clear(), redis: 0 }),
  };
  const events = openEvents({
    config: eventConfig,
    pool,
    commands: deps,
    gateway,
    desk: deps.stripe,
    onError,
  });
  return {
    useCases: createUseCases(deps, {
      ...notHere,
      turn: turns.turns,
      event: eventUseCases(events),
      stripe: stripeUseCases(openStripeParts({ config: eventConfig, pool, events, system })),
      notification: notificationUseCases({
        ...deps,
        ...openNotifications({ config: eventConfig, pool, clock, ids, log: () => {} }),
        notifications: createNotificationReader(db, poolRunner(pool)),
      }),
    }),
    events,
    deps,
    ctx: {
      caller: {
        kind: 'person',
        id: 'person:alice',
        name: 'alice@demo.test',
        role: 'admin',
        permissions: new Set(permissions),
      },
      scope,
      requestId: 'request-1',
      sourceAddress: '127.0.0.1',
    },
    pool,
    db,
    setNow,
    close: async () => {
      await turns.close();
      await db.$disconnect();
      await pool.end();
      await database.drop();
    },
  };
}

/** Jobs and checkers have worlds of their own. */
const elsewhere = async (): Promise<never> => {
  throw new Error('This world has no jobs or checkers.');
};

const notHere: Omit<OtherUseCases, 'turn' | 'event' | 'stripe' | 'notification'> = {
  job: { list: elsewhere, run: elsewhere },
  verifyLedger: elsewhere,
  verifyAudit: elsewhere,
};
