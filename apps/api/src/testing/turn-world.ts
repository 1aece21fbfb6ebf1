import { createTestDatabase, type TestContent } from '@purser/dev-tools/testing/test-database';
import { seedPrices } from '@purser/domain/money/price-seed';
import type { LimitChanges } from '@purser/domain/quota/limits';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { Pool } from 'pg';
import { inProcessCounters } from '../adapters/memory/in-process-counters.ts';
import { createAlertLog } from '../adapters/postgres/alert-log.ts';
import { createCounterSource } from '../adapters/postgres/counter-source.ts';
import { PostgresDenialLog } from '../adapters/postgres/denial-log.ts';
import { createLedgerPosting } from '../adapters/postgres/ledger-posting.ts';
import { openPool } from '../adapters/postgres/pool.ts';
import { type Db, openPrisma } from '../adapters/postgres/prisma.ts';
import { ProjectClock } from '../adapters/postgres/project-clock.ts';
import { createRulesSource } from '../adapters/postgres/rules-source.ts';
import { GatheredTurnLedger } from '../adapters/postgres/turn-ledger/gathered-turn-ledger.ts';
import { createTurnLookup } from '../adapters/postgres/turn-lookup.ts';
import { machine } from '../adapters/system/machine.ts';
import { randomIds } from '../adapters/system/random-ids.ts';
import type { Counters } from '../ports/counters.ts';
import type { AccountRef } from '../ports/ledger.ts';
import { RulesCache } from '../use-cases/rules/rules-cache.ts';
import { AdmittedTurns } from '../use-cases/turn/admitted-turns.ts';
import { CounterGate } from '../use-cases/turn/counter-gate.ts';
import type { TurnDeps } from '../use-cases/turn/turn-deps.ts';
import { UnpricedModels } from '../use-cases/turn/unpriced-models.ts';

const scope = { tenantId: 1, projectId: 1 };

/** The frozen instant a world starts at: a Wednesday noon, far from every window's edge. */
export const noonMs = Date.UTC(2026, 2, 4, 12, 0, 0);

/** One process over a database of its own, with a frozen clock that the test moves. */
export type TurnWorld = {
  readonly deps: TurnDeps;
  readonly pool: Pool;
  readonly db: Db;
  readonly url: string;
  readonly ctx: RequestContext;
  readonly moveTo: (instantMs: number) => Promise<void>;
  readonly post: (debit: AccountRef, credit: AccountRef, amountMicroUsd: bigint) => Promise<void>;
  /** Another process of the same database. */
  readonly another: (counters?: Counters) => Promise<TurnDeps>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type WorldOptions = {
  readonly limits?: LimitChanges;
  readonly projectMicroUsd?: bigint;
  readonly overdraftMicroUsd?: bigint | null;
  readonly counters?: Counters;
};

/** Plan `free` with the limits asked for and no others, and money in the project. */
export async function turnWorld(options: WorldOptions = {}): Promise<TurnWorld> {
  const database = await createTestDatabase(turnProject);
  const pool = openPool({ url: database.url, connectionsMax: 12 });
  const db = openPrisma(pool);
  await setLimits(db, options);
  const opened: TurnDeps[] = [];
  const open = (shared: Counters | undefined): TurnDeps => {
    const deps = openProcess(pool, db, shared, opened.length);
    opened.push(deps);
    return deps;
  };
  const deps = open(options.counters);
  const post = (debit: AccountRef, credit: AccountRef, amountMicroUsd: bigint) =>
    postTransfer(db, debit, credit, amountMicroUsd);
  const world: TurnWorld = {
    deps,
    pool,
    db,
    url: database.url,
    ctx: contextOf(),
    post,
    another: async (counters) => open(counters),
    moveTo: async (instantMs) => {
      await db.projectClock.updateMany({ data: { frozenAt: new Date(instantMs) } });
      for (const { clock } of opened) await (clock as ProjectClock).refresh(scope);
    },
    [Symbol.asyncDispose]: async () => {
      for (const process of opened) {
        await process.ledger.close();
        await process.denials.close();
      }
      await db.$disconnect();
      await pool.end();
      await database.drop();
    },
  };
  const amount = options.projectMicroUsd ?? 1_000_000_000n;
  const project: AccountRef = {
    kind: 'project',
    reference: '',
    overdraftMicroUsd: options.overdraftMicroUsd ?? 0n,
  };
  if (amount > 0n) await post({ kind: 'funding', reference: 'operator' }, project, amount);
  return world;
}

/** A wallet lot with money in it; answers the lot's reference. */
export async function giveWallet(
  world: TurnWorld,
  userId: string,
  amountMicroUsd: bigint,
  expiresAt: Date | null = null,
): Promise<string> {
  const user = await world.deps.rules.ensureUser(scope, userId, {
    role: 'registered',
    nowMs: noonMs,
  });
  const reference = crypto.randomUUID();
  const lot: AccountRef = { kind: 'wallet', reference, ownerId: user.id, expiresAt };
  await world.post({ kind: 'funding', reference: 'operator' }, lot, amountMicroUsd);
  return reference;
}

/** An add grant that lasts for ever. */
export async function grant(world: TurnWorld, userId: string, limits: LimitChanges): Promise<void> {
  const user = await world.deps.rules.ensureUser(scope, userId, {
    role: 'registered',
    nowMs: noonMs,
  });
  const now = new Date(noonMs);
  await world.db.grant.create({
    data: {
      ...scope,
      id: crypto.randomUUID(),
      userId: user.id,
      bundleId: '*',
      mode: 'add',
      fields: Object.keys(limits),
      ...(limits as Record<string, bigint>),
      source: 'operator',
      createdBy: 'test',
      createdAt: now,
    },
  });
  await world.db.policyChange.create({
    data: { ...scope, subject: 'user', userId: user.id, changedAt: now },
  });
  await world.deps.rules.changed(scope);
}

/** A process with counters of its own is not the one that decides, once another one has begun. */
function openProcess(
  pool: Pool,
  db: Db,
  shared: Counters | undefined,
  processNumber: number,
): TurnDeps {
  const counters = shared ?? inProcessCounters();
  return {
    clock: new ProjectClock(pool),
    ids: randomIds,
    rules: new RulesCache(createRulesSource(db, pool), machine),
    gate: new CounterGate(counters, createCounterSource(pool), () => shared !== undefined),
    counters,
    ledger: new GatheredTurnLedger({
      pool,
      processNumber,
      tell: (told, batch) => counters.tell(told, batch),
    }),
    lookup: createTurnLookup(pool),
    admittedTurns: new AdmittedTurns(),
    denials: new PostgresDenialLog(pool, (error) => console.error('A denial was not kept.', error)),
    unpriced: new UnpricedModels({
      alerts: createAlertLog(pool),
      ids: randomIds,
      onError: (error) => console.error('An alert was not kept.', error),
    }),
  };
}

async function postTransfer(
  db: Db,
  debit: AccountRef,
  credit: AccountRef,
  amountMicroUsd: bigint,
): Promise<void> {
  await db.$transaction(async (tx) => {
    await createLedgerPosting(tx, scope).post({
      key: `test:${crypto.randomUUID()}`,
      legs: [{ debit, credit, amountMicroUsd, kind: 'test' }],
      actor: 'test',
      reason: 'test',
      effectiveAtMs: noonMs,
    });
  });
}

async function setLimits(db: Db, { limits = {} }: WorldOptions): Promise<void> {
  const now = new Date(noonMs);
  await db.quotaPolicy.create({
    data: {
      ...scope,
      planId: 'free',
      bundleId: '*',
      ...(limits as Record<string, bigint | null>),
      active: true,
      version: 1,
      createdBy: 'test',
      updatedBy: 'test',
      createdAt: now,
      updatedAt: now,
    },
  });
}

/** A project with plan `free`, prices, and a clock that stands still; without limits. */
const turnProject: TestContent = {
  name: 'turns',
  write: async (url) => {
    const pool = openPool({ url, connectionsMax: 1 });
    const db = openPrisma(pool);
    await seed(db);
    await db.$disconnect();
    await pool.end();
  },
};

async function seed(db: Db): Promise<void> {
  const now = new Date(noonMs);
  await db.tenant.create({
    data: {
      id: 1,
      uuid: crypto.randomUUID(),
      slug: 'home',
      name: 'Home',
      status: 'active',
      createdAt: now,
    },
  });
  await db.project.create({
    data: {
      tenantId: 1,
      id: 1,
      slug: 'demo',
      name: 'Demo',
      kind: 'sandbox',
      defaultPlanId: 'free',
      fallbackMaxConcurrent: 1n,
      fallbackRequestsPerDay: 10n,
      fallbackTokensPerDay: 100_000n,
      referenceProvider: 'anthropic',
      referenceModel: 'claude-sonnet-4-5',
      referencePricePicoUsd: 15_000_000n,
      renewalGraceSeconds: 21_600,
      providersRequired: false,
      createdAt: now,
    },
  });
  await db.projectClock.create({ data: { ...scope, offsetMs: 0n, frozenAt: now } });
  await db.plan.create({
    data: {
      ...scope,
      id: 'free',
      audience: 'user',
      name: 'Free',
      provider: 'internal',
      monthlyPriceMicroUsd: 0n,
      active: true,
      projectFunded: true,
      walletBeyondLimits: true,
      version: 1,
      createdBy: 'test',
      createdAt: now,
      updatedAt: now,
    },
  });
  await db.price.createMany({
    data: seedPrices.map(({ effectiveFromMs, unitPicoUsd, ...price }) => ({
      ...scope,
      ...price,
      effectiveFrom: new Date(effectiveFromMs),
      unitPicoUsd: Object.fromEntries(
        Object.entries(unitPicoUsd).map(([kind, pico]) => [kind, pico.toString()]),
      ),
      createdBy: 'test',
      createdAt: now,
    })),
  });
}

function contextOf(): RequestContext {
  return {
    caller: {
      kind: 'service-key',
      id: 'key:test',
      name: 'test',
      role: 'service',
      permissions: new Set(),
    },
    scope: { ...scope, tenantUuid: '', tenantSlug: 'home', projectSlug: 'demo' },
    requestId: 'test',
  };
}
