import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort } from '@purser/local-services/free-port';
import { type StripeSimulator, startStripeSimulator } from '@purser/stripe-simulator/simulator';
import { manualScheduler } from '@purser/stripe-simulator/state/scheduler';
import type { Pool } from 'pg';
import type Stripe from 'stripe';
import { openPool } from '../../src/adapters/postgres/pool.ts';
import { openStripe } from '../../src/adapters/stripe/open-stripe.ts';
import { demoBearer } from '../../src/cli/demo-bearer.ts';
import { readConfig } from '../../src/config/config.ts';
import { simulatorKey } from '../../src/local/stripe-simulator.ts';
import {
  databaseUrlOf,
  newGround,
  type StartedServer,
} from '../../src/local/testing/started-server.ts';
import { faultPointHeader } from './kill-at.ts';

/** Where the control plane's routes are. */
export const shim = '/api/v1/admin/control-plane';
export const webhookSecret = 'whsec_of_a_test';

export type Asking = {
  readonly path: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A server that a person would start, whose Stripe is a simulator that outlives it. */
export type ServerStage = {
  readonly sim: StripeSimulator;
  readonly stripe: Stripe;
  /** PostgreSQL may have another port after each start. */
  readonly pool: () => Pool;
  /** Null when nobody answered. With a point the server dies when it comes there. */
  readonly ask: (asking: Asking, faultPoint?: number) => Promise<Response | null>;
  /** How many points the last request that had one came to. */
  readonly points: () => number;
  /** Resolves when the server is gone; answers the signal that ended it. */
  readonly died: () => Promise<NodeJS.Signals | null>;
  readonly isAlive: () => boolean;
  readonly startAgain: () => Promise<void>;
  readonly reconcile: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export async function openServerStage(): Promise<ServerStage> {
  const ground = newGround();
  const sim = await startStripeSimulator({
    secretKeys: [simulatorKey],
    scheduler: manualScheduler,
  });
  const pointsFile = join(ground.dataDir, '../points');
  const env = {
    NODE_OPTIONS: `--import=${new URL('./kill-at.ts', import.meta.url).href}`,
    PURSER_TEST_POINTS_FILE: pointsFile,
    PURSER_TEST_STRIPE_URL: sim.url,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
  };
  const port = await findFreePort();
  let server: StartedServer = await ground.start({ port, env });
  const bearer = await demoBearer(readConfig({ PURSER_DATA_DIR: ground.dataDir }), 'admin');
  const newPool = () => openPool({ url: databaseUrlOf(ground, server), connectionsMax: 2 });
  let pool = newPool();
  const isAlive = () => server.process.exitCode === null && server.process.signalCode === null;
  const ask: ServerStage['ask'] = async ({ path, body, headers }, faultPoint) => {
    const point = faultPoint === undefined ? {} : { [faultPointHeader]: String(faultPoint) };
    try {
      return await fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: {
          ...{ authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
          ...headers,
          ...point,
        },
        body,
      });
    } catch {
      return null;
    }
  };
  return {
    sim,
    pool: () => pool,
    stripe: openStripe({ secretKey: simulatorKey, apiUrl: sim.url }),
    ask,
    points: () => (existsSync(pointsFile) ? Number(readFileSync(pointsFile, 'utf8')) : 0),
    isAlive,
    died: async () => {
      if (isAlive()) await once(server.process, 'close');
      return server.process.signalCode;
    },
    startAgain: async () => {
      server = await ground.start({ port, env });
      await pool.end();
      pool = newPool();
    },
    reconcile: async () => {
      const answer = await ask({ path: `${shim}/stripe/reconcile`, body: '{}' });
      if (answer?.status !== 200) throw new Error(`Reconcile: ${await answer?.text()}`);
    },
    [Symbol.asyncDispose]: async () => {
      await pool.end();
      await ground[Symbol.asyncDispose]();
      await sim.stop();
    },
  };
}
