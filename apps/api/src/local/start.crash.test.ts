import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { randomOf } from './demo/random.ts';
import {
  databaseUrlOf,
  newGround,
  outcomeOf,
  postmasterOf,
  type StartedServer,
} from './testing/started-server.ts';

async function query(url: string, sql: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rowCount } = await client.query(sql);
  await client.end();
  return rowCount ?? 0;
}

const isReady = async ({ url }: StartedServer) =>
  (await fetch(`${url}/health/ready`)).status === 200;

describe('start', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends in order on %s: the server, then its PostgreSQL, and nothing is left',
    async (signal) => {
      await using ground = newGround();
      const server = await ground.start();
      expect(await isReady(server)).toBe(true);
      expect(await server.end(signal)).toBe(0);
      expect(postmasterOf(ground)).toBeUndefined();
      expect(existsSync(join(ground.dataDir, 'start.lock'))).toBe(false);
      expect(server.output()).toContain('Stopped.');
    },
  );

  it('refuses a second one on the same data, and a taken port, in one sentence each', async () => {
    await using ground = newGround();
    const server = await ground.start();
    const second = await ground.refused();
    expect(second).toEqual({
      code: 1,
      output: expect.stringMatching(/^purser: Purser already runs at http:\S+ .*\n$/),
    });
    await server.end('SIGTERM');
    const stranger = createServer().listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo;
    expect(await ground.refused({ port })).toEqual({
      code: 1,
      output: `purser: Port ${port} is taken: choose another with PORT=${port + 1} pnpm start.\n`,
    });
    stranger.close();
  });

  it('says in one sentence that a PostgreSQL of one’s own cannot be reached', async () => {
    await using ground = newGround();
    const env = {
      DATABASE_URL: 'postgres://app:hunter2@127.0.0.1:1/purser',
      PURSER_SECRET: 'a-secret-that-is-long-enough-for-a-root-key',
    };
    const { code, output } = await ground.refused({ env });
    expect(code).toBe(1);
    expect(output).toMatch(
      /^purser: PostgreSQL at postgres:\/\/app:••••@127.0.0.1:1\/purser cannot be used .*\n$/,
    );
  });
});

describe('after kill -9', () => {
  it('of the server, the next start just works and everything committed is there', async () => {
    await using ground = newGround();
    const first = await ground.start();
    await query(databaseUrlOf(ground, first), "INSERT INTO setting VALUES ('kept', '1')");
    await first.end('SIGKILL');
    const orphan = postmasterOf(ground);
    expect(orphan).toBeDefined();
    const second = await ground.start();
    expect(postmasterOf(ground)).not.toBe(orphan);
    const kept = "SELECT 1 FROM setting WHERE key = 'kept'";
    expect(await query(databaseUrlOf(ground, second), kept)).toBe(1);
    expect(await second.end('SIGTERM')).toBe(0);
  });

  it('of PostgreSQL, the running server brings it back by itself', async () => {
    await using ground = newGround();
    const server = await ground.start();
    const killed = postmasterOf(ground) ?? 0;
    process.kill(killed, 'SIGKILL');
    await vi.waitFor(() => expect(postmasterOf(ground) ?? killed).not.toBe(killed), {
      timeout: 30_000,
      interval: 100,
    });
    await vi.waitFor(async () => expect(await isReady(server)).toBe(true), {
      timeout: 30_000,
      interval: 100,
    });
    expect(await server.end('SIGTERM')).toBe(0);
    expect(postmasterOf(ground)).toBeUndefined();
  });

  it('at any point of a first start, the next start just works', async () => {
    await using ground = newGround();
    const seed = process.env.PURSER_TEST_SEED ?? String(Date.now());
    console.info(`kills: PURSER_TEST_SEED=${seed}`);
    const random = randomOf(seed);
    for (let kill = 0; kill < 5; kill += 1) {
      const child = await ground.begin();
      const ended = outcomeOf(child);
      // The wait itself is what is tested: a kill at a point that nobody chose.
      await sleep(random.between(100, 2_500));
      child.kill('SIGKILL');
      const { signal, output } = await ended;
      // A port taken by a neighbour is the one reason of its own a start may end for here.
      if (signal === null) expect(output).toMatch(/Port \d+ is taken/);
    }
    const server = await ground.start();
    expect(await isReady(server)).toBe(true);
    expect(await server.end('SIGTERM')).toBe(0);
  });
});
