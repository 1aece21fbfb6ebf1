import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import type { SimulatorOptions } from '../../src/options.ts';
import { type StripeSimulator, startStripeSimulator } from '../../src/simulator.ts';
import { manualScheduler } from '../../src/state/scheduler.ts';

/** 2026-11-30T12:00:00Z. */
export const startMs = Date.UTC(2026, 10, 30, 12);

export type Received = { readonly event: Stripe.Event; readonly signature: string };

export type Stage = {
  readonly simulator: StripeSimulator;
  readonly stripe: Stripe;
  /** What the endpoint has taken, in the order in which it came. */
  readonly received: Received[];
  /** What the endpoint answers from now on. */
  answerWith: number;
  readonly secret: string;
  readonly close: () => Promise<void>;
};

const secret = 'whsec_test';

/** A simulator whose time stands still, the real library against it, and an endpoint that verifies what it is sent. */
export async function openStage(options: SimulatorOptions = {}): Promise<Stage> {
  const received: Received[] = [];
  const endpoint = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const signature = String(request.headers['stripe-signature']);
      const event = Stripe.webhooks.constructEvent(
        body,
        signature,
        stage.secret,
        300,
        undefined,
        startMs,
      );
      if (stage.answerWith < 300) received.push({ event, signature });
      response.writeHead(stage.answerWith).end();
    });
  });
  const endpointUrl = await listen(endpoint);
  const simulator = await startStripeSimulator({
    nowMs: () => startMs,
    seed: 'test',
    scheduler: manualScheduler,
    webhooks: [{ url: endpointUrl, secret }],
    log: (line) => line.startsWith('fault') && console.error(line),
    ...options,
  });
  const stage: Stage = {
    simulator,
    stripe: clientOf(simulator),
    received,
    answerWith: 200,
    secret,
    close: async () => {
      await simulator.stop();
      endpoint.closeAllConnections();
      endpoint.close();
    },
  };
  return stage;
}

export function clientOf(
  { port }: Pick<StripeSimulator, 'port'>,
  config: { readonly timeout?: number; readonly key?: string; readonly fetch?: typeof fetch } = {},
): Stripe {
  return new Stripe(config.key ?? 'sk_test_simulator', {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
    ...(config.timeout !== undefined && { timeout: config.timeout }),
    ...(config.fetch !== undefined && { httpClient: Stripe.createFetchHttpClient(config.fetch) }),
  });
}

/** The types of events that the simulator has made, oldest first. */
export function eventTypes({ simulator }: Stage): readonly string[] {
  return simulator.state.events.all().map(({ type }) => type);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}
