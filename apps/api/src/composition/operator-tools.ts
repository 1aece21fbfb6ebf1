import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import { createDataPlaneKeyLookup } from '../adapters/postgres/data-plane-key-lookup.ts';
import { createHoldIndex } from '../adapters/postgres/hold-index.ts';
import { inviteSuperAdmin } from '../adapters/postgres/invitations.ts';
import { openPool } from '../adapters/postgres/pool.ts';
import { openPrisma } from '../adapters/postgres/prisma.ts';
import { createSeedStore } from '../adapters/postgres/seed-store.ts';
import { machine } from '../adapters/system/machine.ts';
import { randomIds } from '../adapters/system/random-ids.ts';
import type { Config, ReadyConfig } from '../config/config.ts';
import type { RebuiltHolds } from '../ports/hold-index.ts';
import { homeDemo, seedProject } from '../use-cases/seed/seed-project.ts';
import { planeSecrets } from './create-auth.ts';
import { openCounters } from './open-counters.ts';
import { openUseCases } from './open-use-cases.ts';

// What the command line needs and no surface offers.

/** Makes a person super-admin by a verified e-mail address; false when they already are. */
export async function makeSuperAdmin(databaseUrl: string, email: string): Promise<boolean> {
  const pool = openPool({ url: databaseUrl, connectionsMax: 1 });
  try {
    return await inviteSuperAdmin(pool, email);
  } finally {
    await pool.end();
  }
}

/** Makes a project's index of open holds anew from its transfers. */
export async function rebuildHolds(
  databaseUrl: string,
  scope: ProjectScope,
): Promise<RebuiltHolds> {
  const pool = openPool({ url: databaseUrl, connectionsMax: 1 });
  try {
    return await createHoldIndex(pool).rebuild(scope);
  } finally {
    await pool.end();
  }
}

/**
 * Gives the default project its tenant, plans, policies and prices where they are missing. Only a project called `demo` is
 * one whose clock may be moved.
 */
export async function seedDefaultProject(config: ReadyConfig): ReturnType<typeof seedProject> {
  const pool = openPool({ url: config.databaseUrl, connectionsMax: 1 });
  const db = openPrisma(pool);
  try {
    return await seedProject(createSeedStore(db, randomIds), {
      tenant: named(config.defaultTenant, homeDemo.tenant),
      project: { ...named(config.defaultProject, homeDemo.project), kind: kindOf(config) },
    });
  } finally {
    await db.$disconnect();
    await pool.end();
  }
}

/** What a data plane signs with: its newest key that was not revoked; null when it has none. */
export async function newestPlaneKey(
  config: ReadyConfig,
  dataplaneId: string,
): Promise<{ readonly keyId: string; readonly secret: string } | null> {
  const pool = openPool({ url: config.databaseUrl, connectionsMax: 1 });
  try {
    const keyId = await createDataPlaneKeyLookup(pool).newestKeyOf(dataplaneId);
    return keyId === null ? null : { keyId, secret: planeSecrets(config).ofKey(keyId)[0] };
  } finally {
    await pool.end();
  }
}

/** The use cases without a server around them, on connections that end with `close`. */
export async function openUseCasesAlone(
  config: ReadyConfig,
): Promise<{ readonly useCases: UseCases; readonly close: () => Promise<void> }> {
  const onError = (error: unknown) => process.stderr.write(`purser: ${String(error)}\n`);
  const pool = openPool({ url: config.databaseUrl, connectionsMax: 4, onConnectionLost: onError });
  const prisma = openPrisma(pool);
  const counting = await openCounters(config, onError);
  const seeding = { current: () => null };
  const parts = {
    config,
    pool,
    prisma,
    counting,
    seeding,
    system: machine,
    onError,
    log: () => {},
  };
  const opened = openUseCases(parts);
  const close = async () => {
    await opened.close();
    await counting.close();
    await prisma.$disconnect();
    await pool.end();
  };
  return { useCases: opened.useCases, close };
}

function kindOf({ defaultProject }: Config): 'demo' | 'live' {
  return defaultProject === homeDemo.project.slug ? 'demo' : 'live';
}

function named(slug: string, usual: { readonly slug: string; readonly name: string }) {
  return { slug, name: slug === usual.slug ? usual.name : slug };
}
