import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type BenchmarkOptions, type BenchmarkResult, exactly } from '../benchmark.ts';
import { keepAliveClient } from '../http/keep-alive-client.ts';
import { openServices } from '../http/open-services.ts';
import { fillStripe, type RawEvent } from './fill-stripe.ts';
import {
  countEvents,
  type EventCounts,
  readBooks,
  type StripeServer,
  startStripeServer,
  webhookSecret,
} from './stripe-server.ts';

const eventsMax = 10_000;
const callers = 32;

/** P15: events from their delivery to `applied`, shuffled, repeated and missed, against the same in order. */
export async function runIntakeBenchmark({ log }: BenchmarkOptions): Promise<BenchmarkResult> {
  await using services = await openServices(log);
  const { postgres, dataDir } = services;
  const first = services.keep(await startStripeServer(postgres.url, dataDir));
  const events = await fillStripe(first, Number(process.env.BENCH_EVENTS ?? eventsMax));
  log(`${events.length} events at Stripe`);
  const missed = events.filter((_event, index) => index % 100 === 50);
  const told = shuffled(events.filter((event) => !missed.includes(event)));
  const repeated = told.filter((_event, index) => index % 5 === 0);
  const startedAt = performance.now();
  await deliver(first, shuffled([...told, ...repeated]));
  const takenMs = performance.now() - startedAt;
  await untilCounted(first, ({ stored, untried }) => stored >= told.length && untried === 0);
  const endedMs = performance.now() - startedAt;
  await first.ask('/api/v1/admin/control-plane/stripe/reconcile', { kind: 'all' });
  const isWhole = ({ stored, waiting }: EventCounts) => stored >= events.length && waiting === 0;
  await untilCounted(first, isWhole);
  const wholeMs = performance.now() - startedAt;
  const books = await readBooks(first.databaseUrl);
  await first.stop();
  log('the same in order');
  const second = services.keep(await startStripeServer(postgres.url, dataDir));
  await deliver(second, events);
  await untilCounted(second, isWhole);
  const isEqual = books === (await readBooks(second.databaseUrl));
  const perSecond = told.length / (endedMs / 1_000);
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  return {
    lines: [
      {
        id: 'P15',
        what: 'events a second, from delivery to applied',
        measured: perSecond,
        must: { is: 'at least', value: 500, unit: '/s' },
        aim: { is: 'at least', value: 2_000, unit: '/s' },
        detail: `${events.length} events: stored in ${seconds(takenMs)}, applied in ${seconds(endedMs)}, with what was missed ${seconds(wholeMs)}`,
      },
      {
        id: 'P15',
        what: 'end states that differ from the ordered run',
        measured: isEqual ? 0 : 1,
        must: exactly(0, ''),
        aim: null,
        detail: 'shuffled, a fifth told twice, a hundredth missed and reconciled',
      },
    ],
    raw: { events: events.length, takenMs, endedMs, wholeMs, perSecond, isEqual },
  };
}

/** Posts events as Stripe does, so many at once, in their order. */
async function deliver({ url }: StripeServer, events: readonly RawEvent[]): Promise<void> {
  const client = keepAliveClient(url, '');
  const waiting = events.values();
  const caller = async () => {
    for (const event of waiting) {
      const body = JSON.stringify(event);
      const seconds = Math.floor(Date.now() / 1_000);
      const hmac = createHmac('sha256', webhookSecret).update(`${seconds}.${body}`).digest('hex');
      const signature = { 'stripe-signature': `t=${seconds},v1=${hmac}` };
      await client.post('/api/v1/webhooks/stripe', body, 'received', signature);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  client.close();
}

async function untilCounted(
  { databaseUrl }: StripeServer,
  isThere: (counts: EventCounts) => boolean,
): Promise<void> {
  while (!isThere(await countEvents(databaseUrl))) await pause(50);
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const place = Math.floor(Math.random() * (last + 1));
    const [there, here] = [mixed[place], mixed[last]];
    if (there === undefined || here === undefined) continue;
    mixed[last] = there;
    mixed[place] = here;
  }
  return mixed;
}
