import type { RequestContext } from '@purser/schema/contract/request-context';
import { httpSnapshotPusher } from '../adapters/data-plane/http-snapshot-pusher.ts';
import { createDataPlaneKeyLookup } from '../adapters/postgres/data-plane-key-lookup.ts';
import { createLedgerPosting } from '../adapters/postgres/ledger-posting.ts';
import { createSnapshotSource } from '../adapters/postgres/snapshot-source.ts';
import { createStores } from '../adapters/postgres/stores.ts';
import { createUnitOfWork } from '../adapters/postgres/unit-of-work.ts';
import { machine, startWatch } from '../adapters/system/machine.ts';
import { randomIds } from '../adapters/system/random-ids.ts';
import { planeSecrets } from '../composition/create-auth.ts';
import { openEvents } from '../composition/open-events.ts';
import { openJobs } from '../composition/open-jobs.ts';
import { openNotifications } from '../composition/open-notifications.ts';
import type { CommandDeps } from '../use-cases/command/run-command.ts';
import { createJobUseCases } from '../use-cases/job/create-job-use-cases.ts';
import { PolicySnapshots } from '../use-cases/snapshot/policy-snapshots.ts';
import { eventConfig } from './event-config.ts';
import { turnWorld } from './turn-world.ts';

/** So many processes look at the same time. */
export const workersMax = 4;

type Row = Record<string, unknown>;

/** A project with every job over it, and nothing that runs them. */
export async function openJobWorld() {
  const world = await turnWorld({ projectMicroUsd: 2_000_000n });
  const { rules } = world.deps;
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const commands: CommandDeps = {
    clock: world.deps.clock,
    ids: randomIds,
    unitOfWork: createUnitOfWork(world.db, createStores(createLedgerPosting)),
    announce: ({ scope }: RequestContext) => rules.changed(scope),
  };
  const events = openEvents({
    config: eventConfig,
    pool: world.pool,
    commands,
    gateway: null,
    desk: null,
    onError,
  });
  const notifications = openNotifications({
    config: eventConfig,
    pool: world.pool,
    clock: world.deps.clock,
    ids: randomIds,
    log: () => {},
  });
  const keep = { deliveryDays: 90, eventDays: 180 };
  const opened = openJobs({
    ...world.deps,
    ...commands,
    pool: world.pool,
    events,
    desk: null,
    system: machine,
    notifications,
    keep,
    publishing: {
      endpoints: [],
      everySeconds: 60,
      snapshots: new PolicySnapshots({ source: createSnapshotSource(world.pool), startWatch }),
      pusher: httpSnapshotPusher({
        lookup: createDataPlaneKeyLookup(world.pool),
        secrets: planeSecrets(eventConfig),
        system: machine,
      }),
    },
  });
  const read = async (sql: string): Promise<readonly Row[]> => (await world.pool.query(sql)).rows;
  const jobNamed = (name: string) => {
    const job = opened.jobs.find((each) => each.name === name);
    if (job === undefined) throw new Error(`There is no job ${name}.`);
    return job;
  };
  /** The same job from four workers at once; what all of them together handled. */
  const fromFourWorkers = async (name: string) => {
    const runs = Array.from({ length: workersMax }, () => jobNamed(name).run());
    const reports = await Promise.all(runs);
    const sum = (pick: 'handled' | 'failed') => reports.reduce((all, each) => all + each[pick], 0);
    return { handled: sum('handled'), failed: sum('failed') };
  };
  const useCases = createJobUseCases({
    ...opened,
    ...commands,
    system: machine,
    onError,
  });
  return {
    ...opened,
    world,
    commands,
    errors,
    onError,
    read,
    jobNamed,
    fromFourWorkers,
    useCases,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}
