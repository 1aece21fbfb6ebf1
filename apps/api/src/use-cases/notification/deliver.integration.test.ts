import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openNotifications } from '../../composition/open-notifications.ts';
import { type AdminWorld, openAdminWorld } from '../../testing/admin-world.ts';
import { eventConfig } from '../../testing/event-config.ts';
import { type DeliverDeps, deliver } from './deliver.ts';

const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const start = Date.parse('2026-11-22T12:00:00Z');

type Got = { readonly headers: IncomingHttpHeaders; readonly body: string };

let world: AdminWorld;
let closing: (() => Promise<unknown>)[];

beforeEach(async () => {
  world = await openAdminWorld();
  closing = [];
  await waitUntil(0);
});

afterEach(async () => {
  for (const close of closing) await close();
  await world.close();
});

const read = async (sql: string) => (await world.pool.query(sql)).rows;

/** Moves the clock of waits, which is the database's own, to so many milliseconds after the start. */
async function waitUntil(ms: number) {
  await world.pool.query(
    `INSERT INTO project_clock (tenant_id, project_id, offset_ms, frozen_at) VALUES (0, 0, 0, $1)
     ON CONFLICT (tenant_id, project_id) DO UPDATE SET frozen_at = excluded.frozen_at`,
    [new Date(start + ms)],
  );
}

/** A receiver on this machine that answers what it is told to, and keeps what it got. */
async function receiver(port = 0) {
  const got: Got[] = [];
  const answers = { status: 204 };
  const server = createServer(async (request, response) => {
    got.push({ headers: request.headers, body: await text(request) });
    response.writeHead(answers.status).end();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  const close = async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  closing.push(close);
  return { got, answers, port: address.port, url: `http://127.0.0.1:${address.port}/hook`, close };
}

function depsWith(changes: Partial<typeof eventConfig.notifications> = {}): DeliverDeps {
  const { clock, ids } = world.deps;
  const config = { ...eventConfig, notifications: { ...eventConfig.notifications, ...changes } };
  return openNotifications({ config, pool: world.pool, clock, ids, log: () => {} });
}

const run = (deps = depsWith()) => deliver(deps, world.ctx.scope);

async function endpoint(url: string, { format = 'signed', kinds = [] as string[] } = {}) {
  const sealed = format === 'signed' ? depsWith().secrets.seal(secret) : null;
  await world.pool.query(
    `INSERT INTO webhook_endpoint (tenant_id, project_id, id, url, format, kinds, secret_sealed, active, created_by, created_at, updated_at)
     VALUES (1, 1, gen_random_uuid(), $1, $2, $3, $4, true, 'test', purser_now(1, 1), purser_now(1, 1))`,
    [url, format, kinds, sealed],
  );
}

async function alert(kind = 'project_budget', title = 'The project budget is low: $1.00 left.') {
  const id = randomUUID();
  const record = {
    id,
    kind,
    severity: 'warning' as const,
    dedupeKey: id,
    title,
    createdAtMs: start,
  };
  await depsWith().alerts.raise(world.ctx.scope, [{ ...record, payload: { left: 1_000_000n } }]);
  return id;
}

const states = () =>
  read(`SELECT channel, status, attempts FROM delivery ORDER BY channel, target`);

describe('an alert', () => {
  it('is delivered once to each endpoint that wants its kind, signed so that the receiver can verify it', async () => {
    const all = await receiver();
    const some = await receiver();
    await endpoint(all.url);
    await endpoint(some.url, { kinds: ['event_failed'] });
    const id = await alert();
    expect(await run()).toBe(1);
    expect(await run()).toBe(0);
    expect([all.got.length, some.got.length]).toEqual([1, 0]);
    const [message] = all.got;
    expect(message?.headers['webhook-id']).toBe(`msg_${id}`);
    const verified = new Webhook(secret).verify(
      message?.body ?? '',
      message?.headers as Record<string, string>,
    );
    expect(verified).toEqual({
      type: 'project_budget',
      timestamp: '2026-11-22T12:00:00.000Z',
      data: {
        id,
        tenant: 'home',
        project: 'demo',
        severity: 'warning',
        title: 'The project budget is low: $1.00 left.',
        details: { left: '1000000' },
      },
    });
    const other = new Webhook(`whsec_${Buffer.alloc(32, 4).toString('base64')}`);
    expect(() => other.verify(message?.body ?? '', message?.headers as never)).toThrow();
  });

  it('reaches Slack as a text that Slack reads, without a signature', async () => {
    const slack = await receiver();
    await endpoint(slack.url, { format: 'slack' });
    await alert('project_budget', 'openai: < $0.01 & more');
    await run();
    expect(JSON.parse(slack.got[0]?.body ?? '')).toEqual({
      text: '*home/demo* (warning) openai: &lt; $0.01 &amp; more',
    });
    expect(slack.got[0]?.headers['webhook-signature']).toBeUndefined();
  });

  it('comes by mail to everybody who is to be told, through a real mail server', async () => {
    const mails: { to: readonly string[]; text: string }[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        text(stream).then((body) => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          mails.push({ to, text: body });
          done();
        }, done);
      },
    });
    closing.push(() => new Promise((resolve) => server.close(() => resolve(null))));
    const { port } = await new Promise<AddressInfo>((resolve) => {
      const listening = server.listen(0, '127.0.0.1', () =>
        resolve(listening.address() as AddressInfo),
      );
    });
    const id = await alert();
    const adminEmails = ['ann@example.test', 'bob@example.test'];
    const deps = depsWith({ smtpUrl: `smtp://127.0.0.1:${port}`, adminEmails });
    expect(await run(deps)).toBe(2);
    expect(mails.flatMap(({ to }) => to).sort()).toEqual(adminEmails);
    expect(mails[0]?.text).toContain(
      'Subject: [Purser home/demo] The project budget is low: $1.00 left.',
    );
    expect(mails[0]?.text).toContain(`Message-ID: <${id}@purser>`);
    expect(await run(deps)).toBe(0);
  });

  it('waits for a receiver that is down, ever longer, and is delivered once when it is up', async () => {
    const first = await receiver();
    await endpoint(first.url);
    const id = await alert();
    await first.close();
    expect(await run()).toBe(0);
    expect(await states()).toEqual([{ channel: 'webhook', status: 'waiting', attempts: 1 }]);
    const [{ wait }] = await read(
      `SELECT (extract(epoch FROM next_attempt_at - purser_now(0, 0)) * 1000)::int AS wait FROM delivery`,
    );
    expect(wait).toBeGreaterThanOrEqual(5_000);
    expect(wait).toBeLessThanOrEqual(10_000);
    expect(await run()).toBe(0);
    expect((await states())[0]?.attempts).toBe(1);

    await waitUntil(10_000);
    const again = await receiver(first.port);
    again.answers.status = 500;
    expect(await run()).toBe(0);
    await waitUntil(50_000);
    again.answers.status = 200;
    expect(await run()).toBe(1);
    await waitUntil(86_400_000);
    expect(await run()).toBe(0);
    expect(again.got.map(({ headers }) => headers['webhook-id'])).toEqual([
      `msg_${id}`,
      `msg_${id}`,
    ]);
    expect(await states()).toEqual([{ channel: 'webhook', status: 'delivered', attempts: 3 }]);
  });

  it('is given up after ten attempts, which another alert says, once', async () => {
    const gone = await receiver();
    await endpoint(gone.url);
    await alert();
    gone.answers.status = 410;
    await run();
    await world.pool.query(`UPDATE delivery SET attempts = 9, next_attempt_at = purser_now(0, 0)`);
    await run();
    expect(await states()).toEqual([{ channel: 'webhook', status: 'dead', attempts: 10 }]);
    expect(
      await read(`SELECT kind, title FROM outbox_event WHERE kind = 'webhook_failing'`),
    ).toEqual([
      {
        kind: 'webhook_failing',
        title: `${gone.url} took no alert in 10 attempts: The receiver answered 410.`,
      },
    ]);
  });

  it('whose worker dies after it was sent comes again with the same id, and no earlier than its lease', async () => {
    const hook = await receiver();
    await endpoint(hook.url);
    const id = await alert();
    const deps = depsWith();
    const dying = {
      ...deps,
      deliveries: {
        ...deps.deliveries,
        delivered: async () => {
          throw new Error('killed');
        },
      },
    };
    await expect(run(dying)).rejects.toThrow('killed');
    expect(await run()).toBe(0);
    await waitUntil(60_000);
    expect(await run()).toBe(1);
    expect(hook.got.map(({ headers }) => headers['webhook-id'])).toEqual([
      `msg_${id}`,
      `msg_${id}`,
    ]);
  });

  it('is delivered once by four workers at the same time', async () => {
    const hook = await receiver();
    await endpoint(hook.url);
    for (let index = 0; index < 30; index += 1) await alert();
    const delivered = await Promise.all([run(), run(), run(), run()]);
    const more = await run();
    expect(delivered.reduce((sum, each) => sum + each, more)).toBe(30);
    expect(new Set(hook.got.map(({ headers }) => headers['webhook-id'])).size).toBe(30);
    expect(hook.got).toHaveLength(30);
  });

  it('never goes to a private address where that is not allowed', async () => {
    const hook = await receiver();
    await endpoint(hook.url);
    await alert();
    expect(await run(depsWith({ reach: 'public' }))).toBe(0);
    expect(hook.got).toEqual([]);
  });
});

describe('an endpoint', () => {
  it('is made with a secret that is shown once and kept sealed, and ended again', async () => {
    const hook = await receiver();
    const { notification } = world.useCases;
    const input = { url: hook.url, format: 'signed' as const, kinds: [] };
    const meta = { idempotencyKey: 'k' };
    const made = await notification.createEndpoint(world.ctx, input, meta);
    if (!made.ok) throw new Error(made.rejection.message);
    const shown = made.value.secret ?? '';
    expect(shown).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await notification.createEndpoint(world.ctx, input, meta)).toMatchObject({
      replayed: true,
      value: { endpoint: made.value.endpoint, secret: null },
    });
    const stored = await read('SELECT row_to_json(e)::text AS all FROM webhook_endpoint e');
    expect(stored[0]?.all).not.toContain(shown.slice(6, 20));

    await alert();
    expect(await run()).toBe(1);
    const [message] = hook.got;
    expect(() =>
      new Webhook(shown).verify(message?.body ?? '', message?.headers as Record<string, string>),
    ).not.toThrow();

    const { items } = await notification.deliveries(world.ctx, { limit: 5 });
    expect(items).toMatchObject([
      {
        receiver: hook.url,
        endpointId: made.value.endpoint.id,
        status: 'delivered',
        channel: 'webhook',
        lastAnswer: 'The receiver answered 204.',
      },
    ]);
    const again = await notification.redeliver(world.ctx, { id: items[0]?.id ?? '' }, {});
    expect(again).toMatchObject({ ok: true, value: { status: 'waiting', attempts: 0 } });
    expect(await run()).toBe(1);
    expect(new Set(hook.got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);

    await notification.deleteEndpoint(world.ctx, { id: made.value.endpoint.id }, {});
    await alert();
    expect(await run()).toBe(0);
    expect(hook.got).toHaveLength(2);
  });

  it('that is switched off is told nothing, and what waited for it goes out when it is on again', async () => {
    const hook = await receiver();
    await endpoint(hook.url);
    const { notification } = world.useCases;
    const [{ id }] = await read('SELECT id FROM webhook_endpoint');
    hook.answers.status = 500;
    await alert();
    await run();
    expect(await notification.updateEndpoint(world.ctx, { id, active: false }, {})).toMatchObject({
      ok: true,
      changes: [{ label: 'endpoint', before: 'on', after: 'off' }],
    });
    await alert();
    await waitUntil(60_000);
    await run();
    expect(await states()).toEqual([{ channel: 'webhook', status: 'waiting', attempts: 1 }]);
    expect(await notification.sendTest(world.ctx, { id }, {})).toMatchObject({
      rejection: { code: 'nothing_to_do' },
    });
    hook.answers.status = 200;
    await notification.updateEndpoint(world.ctx, { id, active: true }, {});
    expect(await run()).toBe(1);
    expect(await states()).toEqual([{ channel: 'webhook', status: 'delivered', attempts: 2 }]);
  });

  it('whose secret was replaced is signed to by both for a day, then by the new one alone', async () => {
    const hook = await receiver();
    await endpoint(hook.url);
    const [{ id }] = await read('SELECT id FROM webhook_endpoint');
    const meta = { idempotencyKey: 'k' };
    const replace = () => world.useCases.notification.rotateSecret(world.ctx, { id }, meta);
    const replaced = await replace();
    if (!replaced.ok) throw new Error(replaced.rejection.message);
    const fresh = replaced.value.secret ?? '';
    expect(await replace()).toMatchObject({ replayed: true, value: { secret: null } });
    const verifies = (by: string) => {
      const { body, headers } = hook.got.at(-1) as Got;
      return new Webhook(by).verify(body, headers as Record<string, string>);
    };
    await alert();
    await run();
    expect(() => [verifies(fresh), verifies(secret)]).not.toThrow();
    await world.setNow(new Date(start + 86_400_000));
    await alert();
    await run();
    expect(() => verifies(fresh)).not.toThrow();
    expect(() => verifies(secret)).toThrow();
  });

  it('is tried out by an alert that nobody else is told, whatever kinds it wants', async () => {
    const [tried, other] = [await receiver(), await receiver()];
    await endpoint(tried.url, { kinds: ['event_failed'] });
    const [{ id }] = await read('SELECT id FROM webhook_endpoint');
    await endpoint(other.url);
    const { notification } = world.useCases;
    await notification.sendTest(world.ctx, { id }, { dryRun: true });
    expect(await notification.sendTest(world.ctx, { id }, {})).toMatchObject({
      ok: true,
      value: { kind: 'test', status: 'waiting', endpointId: id },
    });
    expect(await run(depsWith({ adminEmails: ['ann@example.test'] }))).toBe(1);
    expect([tried.got.length, other.got.length]).toEqual([1, 0]);
    expect(JSON.parse(tried.got[0]?.body ?? '')).toMatchObject({ type: 'test' });
    expect((await world.useCases.overview(world.ctx, {})).alerts).toEqual([]);
  });

  it('that is removed leaves nothing waiting', async () => {
    const gone = await receiver();
    await endpoint(gone.url);
    const [{ id }] = await read('SELECT id FROM webhook_endpoint');
    gone.answers.status = 500;
    await alert();
    await run();
    await world.useCases.notification.deleteEndpoint(world.ctx, { id }, {});
    expect(await read('SELECT status, last_error FROM delivery')).toEqual([
      { status: 'dead', last_error: 'The endpoint was removed.' },
    ]);
  });

  it('on a private network is refused by name', async () => {
    const input = { url: 'https://10.0.0.1/', format: 'slack' as const, kinds: [] };
    expect(await world.useCases.notification.createEndpoint(world.ctx, input, {})).toMatchObject({
      ok: false,
      rejection: { code: 'invalid_value', field: 'url' },
    });
  });
});

describe('mail', () => {
  it('goes to whom an operator chose for the kind: others, nobody, or ADMIN_EMAILS again', async () => {
    const { notification } = world.useCases;
    const deps = depsWith({ adminEmails: ['ann@example.test'] });
    const choose = (addresses: readonly string[] | null) =>
      notification.setRecipients(world.ctx, { kind: 'event_failed', addresses }, {});
    await choose(['bob@example.test', 'cyd@example.test', 'bob@example.test']);
    await alert('event_failed');
    await alert('project_budget');
    expect(await run(deps)).toBe(3);
    const byKind = () =>
      read(`SELECT o.kind, array_agg(d.target ORDER BY d.target) AS told FROM delivery d
              JOIN outbox_event o ON o.id = d.event_id GROUP BY 1 ORDER BY 1`);
    expect(await byKind()).toEqual([
      { kind: 'event_failed', told: ['bob@example.test', 'cyd@example.test'] },
      { kind: 'project_budget', told: ['ann@example.test'] },
    ]);
    await choose([]);
    await alert('event_failed');
    expect(await run(deps)).toBe(0);
    expect(await choose(null)).toMatchObject({ ok: true, value: { isDefault: true } });
    await alert('event_failed');
    expect(await run(deps)).toBe(1);
    expect(
      await read(`SELECT id FROM audit_entry WHERE action = 'set-alert-recipients'`),
    ).toHaveLength(3);
  });
});
