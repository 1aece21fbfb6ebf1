import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Pool } from 'pg';
import { describe, expect, it } from 'vitest';
import { brokenInvariants } from '../testing/check-books.ts';
import { checkout } from './checkout.ts';
import { randomOf } from './demo/random.ts';
import { type Ground, newGround, type StartedServer } from './testing/started-server.ts';

const kills = 10;
const callers = 16;
/** Printed, so that a run can be repeated. */
const seed = Number(process.env.PURSER_CRASH_SEED ?? Date.now() % 1_000_000);

/** What callers were told: only an answer counts as acknowledged. */
type Acknowledged = { readonly admitted: Set<string>; readonly settled: Map<string, number> };

describe('a server that is killed', () => {
  it(`${kills} times under load (seed ${seed}) loses no acknowledged command and keeps the books`, async () => {
    await using ground = newGround();
    const random = randomOf(`kill ${seed}`);
    const acknowledged: Acknowledged = { admitted: new Set(), settled: new Map() };
    let turns = 0;
    let token: string | undefined;
    for (let kill = 0; kill < kills; kill += 1) {
      const server = await ground.start();
      // Made from the secret in the data directory, so it is good for every server of it.
      token ??= await tokenOf(ground);
      const call = callerOf(server, token);
      if (kill === 0)
        await call('/api/v1/admin/control-plane/app-budget/topup', { usd_amount: 1000 });
      const killAfter = acknowledged.settled.size + 20 + random.between(0, 120);
      const load = Array.from({ length: callers }, async () => {
        while (acknowledged.settled.size < killAfter) {
          turns += 1;
          await oneTurn(call, `t${turns}`, acknowledged);
        }
      });
      await Promise.race(load);
      await server.end('SIGKILL');
      await Promise.allSettled(load);
    }
    const server = await ground.start();
    const call = callerOf(server, token ?? '');
    await using pool = disposable(new Pool({ connectionString: databaseUrlOf(ground, server) }));
    expect(await brokenInvariants(pool.value)).toEqual([]);
    expect(acknowledged.settled.size).toBeGreaterThan(kills * 20);
    const { rows } = await pool.value.query<{
      external_id: string;
      state: string;
      cost: string | null;
    }>('SELECT external_id, state, cost_micro_usd::text AS cost FROM turn');
    const stored = new Map(rows.map((row) => [row.external_id, row]));
    expect([...acknowledged.admitted].filter((turnId) => !stored.has(turnId))).toEqual([]);
    for (const [turnId, cost] of acknowledged.settled) {
      expect(stored.get(turnId)).toMatchObject({ state: 'settled', cost: String(cost) });
    }
    const [[turnId, cost] = ['', 0]] = acknowledged.settled;
    const again = await call(`/api/v1/turns/${turnId}/settle`, { cost_usd: cost / 1_000_000 });
    expect(again).toMatchObject({ state: 'settled', cost_usd: expect.stringMatching(/^0\.\d+$/) });
    await server.end('SIGTERM');
  });
});

type Call = (path: string, body: unknown) => Promise<Record<string, unknown> | null>;

/** Posts JSON; null when the server died before it answered. */
function callerOf({ url }: StartedServer, token: string): Call {
  return async (path, body) => {
    try {
      const response = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const answer = (await response.json()) as Record<string, unknown>;
      if (response.status >= 500) throw new Error(JSON.stringify(answer));
      return response.ok ? answer : null;
    } catch (error) {
      if (error instanceof TypeError || error instanceof SyntaxError) return null;
      throw error;
    }
  };
}

async function oneTurn(call: Call, turnId: string, acknowledged: Acknowledged): Promise<void> {
  const userId = `user-${Number(turnId.slice(1)) % 40}`;
  const admitted = await call('/api/v1/turns', {
    turn_id: turnId,
    user_id: userId,
    estimate_tokens: 2000,
  });
  if (admitted === null) throw new Error('The server is gone.');
  if (admitted.decision !== 'admitted') return;
  acknowledged.admitted.add(turnId);
  const cost = 1_000 + (Number(turnId.slice(1)) % 977);
  const settled = await call(`/api/v1/turns/${turnId}/settle`, { cost_usd: cost / 1_000_000 });
  if (settled === null) throw new Error('The server is gone.');
  acknowledged.settled.set(turnId, cost);
}

async function tokenOf({ dataDir }: Ground): Promise<string> {
  const program = join(checkout, 'apps/api/src/cli/main.ts');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [program, 'token', '--role', 'admin'],
    {
      env: { ...process.env, PURSER_DATA_DIR: dataDir },
    },
  );
  return stdout.trim();
}

function databaseUrlOf({ dataDir }: Ground, { process: child }: StartedServer): string {
  return JSON.parse(readFileSync(join(dataDir, `running/${child.pid}.json`), 'utf8')).databaseUrl;
}

function disposable(value: Pool): { readonly value: Pool } & AsyncDisposable {
  // PostgreSQL stops with the server, before this pool ends.
  value.on('error', () => {});
  return { value, [Symbol.asyncDispose]: () => value.end() };
}
