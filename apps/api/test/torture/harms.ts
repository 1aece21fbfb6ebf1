import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../src/local/demo/random.ts';
import type { Stage } from './stage.ts';

/** Something bad that happens, and what an operator's machine would do about it. */
export type Harm = {
  readonly name: string;
  readonly kills: number;
  readonly do: (stage: Stage, random: Random) => Promise<void>;
};

/** Every kind of harm; a run goes through all of them in a random order, again and again. */
export const harms: readonly Harm[] = [
  {
    name: 'server killed',
    kills: 1,
    do: async (stage) => {
      await stage.endServer('SIGKILL');
      await stage.startServer();
    },
  },
  {
    name: 'server stopped',
    kills: 0,
    do: async (stage) => {
      await stage.endServer('SIGTERM');
      await stage.startServer();
    },
  },
  { name: 'PostgreSQL killed', kills: 1, do: async (stage) => killPostgres(stage) },
  {
    name: 'server and PostgreSQL killed',
    kills: 2,
    do: async (stage) => {
      killPostgres(stage);
      await stage.endServer('SIGKILL');
      await stage.startServer();
    },
  },
  {
    name: 'a PostgreSQL backend killed',
    kills: 1,
    do: async (stage) => {
      // One backend that dies this way takes all others with it, and PostgreSQL recovers by itself.
      const [backend] = await stage.read<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend' LIMIT 1`,
      );
      if (backend !== undefined) process.kill(backend.pid, 'SIGKILL');
    },
  },
  {
    name: 'Redis killed',
    kills: 1,
    do: async ({ redis }, random) => {
      await redis.kill();
      await sleep(random.between(0, 1_000));
      await redis.start();
    },
  },
  { name: 'Redis flushed', kills: 0, do: (stage) => stage.flushRedis() },
  {
    name: 'Redis paused',
    kills: 0,
    do: async ({ redis }, random) => {
      redis.signal('SIGSTOP');
      await sleep(random.between(50, 1_500));
      redis.signal('SIGCONT');
    },
  },
  {
    name: 'server and Redis killed',
    kills: 2,
    do: async (stage) => {
      await stage.redis.kill();
      await stage.endServer('SIGKILL');
      await stage.redis.start();
      await stage.startServer();
    },
  },
];

function killPostgres(stage: Stage): void {
  const postmaster = stage.postmaster();
  if (postmaster !== undefined) process.kill(postmaster, 'SIGKILL');
}

/** The harm of a round: every block of rounds as long as the list is the list in an order of its own. */
export function harmOf(round: number, randomOfBlock: (block: number) => Random): Harm {
  const block = Math.floor(round / harms.length);
  const random = randomOfBlock(block);
  const order = harms.map((harm) => ({ harm, at: random.next() })).sort((a, b) => a.at - b.at);
  const chosen = order[round % harms.length];
  if (chosen === undefined) throw new Error('There is no harm.');
  return chosen.harm;
}
