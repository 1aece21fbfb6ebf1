import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, Server } from 'node:http';
import { registerHooks } from 'node:module';
import pg from 'pg';

/**
 * Loaded into a server by the test that kills it, and into no other: it comes with `NODE_OPTIONS`, and nothing that
 * ships imports it. A request whose header names a point kills the process there with SIGKILL: before its `n`th
 * statement of SQL, call of Stripe, or answer of Stripe, whichever it comes to, also after it was answered itself.
 */
export const faultPointHeader = 'x-fault-point';

type Trip = { readonly at: number; count: number };

const pointsFile = process.env.PURSER_TEST_POINTS_FILE;
if (pointsFile !== undefined) listenForPoints(pointsFile);

function listenForPoints(file: string): void {
  const trips = new AsyncLocalStorage<Trip>();
  const pass = (trip: Trip | undefined) => {
    if (trip === undefined) return;
    trip.count += 1;
    writeFileSync(file, String(trip.count));
    if (trip.count === trip.at) process.kill(process.pid, 'SIGKILL');
  };
  startTrips(trips);
  const { query } = pg.Client.prototype;
  Reflect.set(pg.Client.prototype, 'query', function (this: pg.Client, ...input: unknown[]) {
    pass(trips.getStore());
    return Reflect.apply(query, this, input);
  });
  subscribe('http.client.request.start', (message) => {
    const trip = trips.getStore();
    pass(trip);
    const { request } = message as { readonly request: ClientRequest };
    request.once('response', () => pass(trip));
  });
  bringOutsideStripe();
}

/** Everything that follows from a request belongs to its trip. */
function startTrips(trips: AsyncLocalStorage<Trip>): void {
  const { emit } = Server.prototype;
  Reflect.set(Server.prototype, 'emit', function (this: Server, ...input: unknown[]) {
    const go = () => Reflect.apply(emit, this, input);
    const [name, request] = input;
    if (name !== 'request') return go();
    const at = (request as IncomingMessage).headers[faultPointHeader];
    return at === undefined ? go() : trips.run({ at: Number(at), count: 0 }, go);
  });
}

/** What the process has asked of Stripe outlives it: the simulator is not its own. */
function bringOutsideStripe(): void {
  const outside = new URL('./outside-stripe.ts', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const isOwn = resolved.url.endsWith('/src/local/stripe-simulator.ts');
      return isOwn && context.parentURL !== outside ? { ...resolved, url: outside } : resolved;
    },
  });
}
