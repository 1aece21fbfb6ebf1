import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { type Control, createControl } from './control/control.ts';
import { registerCommands } from './control/register-commands.ts';
import { createRequestFaults } from './faults/request-faults.ts';
import { createWebhookFaults } from './faults/webhook-faults.ts';
import { registerApi } from './http/api-server.ts';
import { forgetKeys } from './http/idempotency.ts';
import { refuseProduction, type SimulatorOptions, withDefaults } from './options.ts';
import { registerPages } from './page/register-pages.ts';
import { allRoutes, connectReactions, includables, workSources } from './routes.ts';
import { createKeeper } from './state/keeper.ts';
import { createTimeEngine } from './time/time-engine.ts';
import { createCourier } from './webhooks/courier.ts';
import { createEndpoint } from './webhooks/endpoints.ts';
import { createWebhookControl } from './webhooks/webhook-control.ts';
import type { Tables } from './world/tables.ts';
import { createWorld, type World } from './world/world.ts';

export type StripeSimulator = {
  readonly url: string;
  readonly port: number;
  /** What the simulator knows, to look at. */
  readonly state: Tables;
  readonly control: Control;
  /** Ends what is under way, keeps the state, and closes. */
  readonly stop: () => Promise<void>;
};

/** How often things that have become due are looked for. */
const tickMs = 500;

/**
 * Starts a server that behaves like Stripe's API, on the loopback interface alone. It keeps its state in memory, and in a
 * file where one is named; its time is the clock of the options, moved on by its control functions.
 */
export async function startStripeSimulator(
  options: SimulatorOptions = {},
): Promise<StripeSimulator> {
  refuseProduction(process.env.NODE_ENV);
  const settings = withDefaults(options);
  const world = createWorld(settings);
  const parts = assemble(world, settings);
  const { keeper, courier, requestFaults, control } = parts;
  const server = createServer(world, parts, settings);
  const port = await listen(server, settings.port);
  world.url = `http://127.0.0.1:${port}`;
  settings.log(`Stripe simulator at ${world.url}`);
  const stopTicking = settings.scheduler.every(tickMs, parts.tick);
  const stop = async () => {
    stopTicking();
    requestFaults.release();
    await courier.stop();
    await server.close();
    keeper.stop();
  };
  let stopping: Promise<void> | undefined;
  return {
    url: world.url,
    port,
    state: world.tables,
    control,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** Everything behind the server, connected. */
function assemble(world: World, { stateFile, scheduler, webhooks, log }: Settings) {
  const keeper = createKeeper(world, stateFile, scheduler);
  const requestFaults = createRequestFaults();
  const webhookFaults = createWebhookFaults();
  const courier = createCourier(world, webhookFaults, keeper.noteChange);
  const webhookControl = createWebhookControl(world, webhookFaults, courier);
  const engine = createTimeEngine(world, workSources);
  connectReactions(world);
  for (const endpoint of webhooks) ensureEndpoint(world, endpoint);
  const onFault = (error: unknown) => log(`fault: ${error instanceof Error ? error.stack : error}`);
  const sendSoon = () => scheduler.soon(() => void courier.deliverPending().catch(onFault));
  const onChange = () => {
    keeper.noteChange();
    sendSoon();
  };
  const control = createControl({
    world,
    engine,
    requestFaults,
    webhooks: webhookControl,
    onChange,
  });
  const tick = () => {
    try {
      if (engine.runDue() > 0) keeper.noteChange();
      forgetKeys(world);
      sendSoon();
    } catch (error) {
      onFault(error);
    }
  };
  return { keeper, courier, engine, requestFaults, control, onChange, onFault, tick };
}

type Settings = ReturnType<typeof withDefaults>;

type Parts = ReturnType<typeof assemble>;

function createServer(world: World, parts: Parts, { isAcceptedKey }: Settings): FastifyInstance {
  const { engine, requestFaults, control, onChange, onFault } = parts;
  const server = fastify({ forceCloseConnections: true, bodyLimit: bodyBytesMax });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  registerApi(server, {
    world,
    routes: allRoutes(engine),
    includables,
    faults: requestFaults,
    isAcceptedKey,
    onChange,
    onFault,
  });
  registerPages(server, { world, control });
  registerCommands(server, { world, control, onFault });
  return server;
}

const bodyBytesMax = 1_048_576;

async function listen(server: FastifyInstance, port: number): Promise<number> {
  await server.listen({ host: '127.0.0.1', port });
  const address = server.server.address() as AddressInfo;
  return address.port;
}

type EndpointOption = Settings['webhooks'][number];

/** After a restart the endpoint of the same address is the same endpoint, with the secret of now. */
function ensureEndpoint(
  world: World,
  { url, secret, enabledEvents = ['*'] }: EndpointOption,
): void {
  const { webhookEndpoints, endpointSecrets } = world.tables;
  const known = webhookEndpoints.all().find((endpoint) => endpoint.url === url);
  if (known === undefined) {
    createEndpoint(world, { url, secret, enabledEvents });
    return;
  }
  webhookEndpoints.put({ ...known, enabled_events: [...enabledEvents], status: 'enabled' });
  endpointSecrets.put({ id: known.id, secrets: [{ text: secret, endsAtMs: null }] });
}
