import { createHmac } from 'node:crypto';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openPool } from '../../../adapters/postgres/pool.ts';
import { stripeWebhookSecrets } from '../../../composition/stripe-secrets.ts';
import { brokenInvariants } from '../../../testing/check-books.ts';
import { signPayment } from '../../../testing/payment-signature.ts';
import { type RunningApp, runApp } from '../../../testing/running-app.ts';

const secret = 'whsec_first';
const path = '/api/v1/webhooks/stripe';

let app: RunningApp;
let pool: ReturnType<typeof openPool>;
let count = 0;

beforeAll(async () => {
  app = await runApp({
    STRIPE_WEBHOOK_SECRET: `${secret}, whsec_second`,
    STRIPE_TRUST_METADATA: '0',
  });
  pool = openPool({ url: app.databaseUrl, connectionsMax: 4 });
});

afterAll(async () => {
  await pool.end();
  await app[Symbol.asyncDispose]();
});

type Payment = {
  readonly metadata: Readonly<Record<string, string>>;
  readonly amount?: number;
  readonly currency?: string;
  readonly paymentId?: string;
  readonly eventId?: string;
  readonly type?: string;
};

/** An event as Stripe sends it, the guide's payment unless told. */
function eventOf({ metadata, amount = 3_000, currency = 'usd', ...names }: Payment) {
  count += 1;
  return {
    id: names.eventId ?? `evt_${count}`,
    object: 'event',
    type: names.type ?? 'payment_intent.succeeded',
    created: 1_795_348_800,
    livemode: false,
    data: {
      object: {
        id: names.paymentId ?? `pi_${count}`,
        object: 'payment_intent',
        amount,
        amount_received: amount,
        currency,
        metadata,
        receipt_email: 'person@example.test',
      },
    },
  };
}

function headerOf(payload: string, by = secret, timestamp = Math.floor(Date.now() / 1000)) {
  return Stripe.webhooks.generateTestHeaderString({ payload, secret: by, timestamp });
}

async function send(event: unknown, headers?: Record<string, string>) {
  const body = JSON.stringify(event);
  return fetch(`${app.url}${path}`, {
    method: 'POST',
    body,
    headers: headers ?? { 'content-type': 'application/json', 'stripe-signature': headerOf(body) },
  });
}

/** Sends an event and answers what came of it. */
async function processed(payment: Payment) {
  const event = eventOf(payment);
  const answer = await send(event);
  expect([answer.status, await answer.json()]).toEqual([200, { received: true, duplicate: false }]);
  return ended(event.id);
}

async function ended(externalId: string) {
  const read = async () =>
    (await pool.query('SELECT * FROM external_event WHERE external_id = $1', [externalId])).rows[0];
  await vi.waitFor(async () => expect((await read())?.status).not.toBe('received'), {
    timeout: 10_000,
    interval: 20,
  });
  return read();
}

const grantsOf = async (userId: string) =>
  (
    await pool.query(
      `SELECT g.* FROM quota_grant g JOIN app_user u ON u.id = g.user_id WHERE u.external_id = $1`,
      [userId],
    )
  ).rows;

const transfersOf = async (paymentId: string) =>
  (
    await pool.query(
      `SELECT d.kind || ':' || d.reference AS debit, c.kind || ':' || c.reference AS credit, t.amount, t.kind, t.actor
         FROM transfer t JOIN account d ON d.id = t.debit_account_id JOIN account c ON c.id = t.credit_account_id
        WHERE t.external_id = $1`,
      [paymentId],
    )
  ).rows;

describe('a signed webhook of a payment', () => {
  it("of the guide's three packages grants each for 30 days and books its revenue", async () => {
    for (const [name, cents, requests, tokens] of [
      ['basic', 1_000, 50n, 5_000_000n],
      ['pro', 3_000, 200n, 20_000_000n],
      ['enterprise', 10_000, 1_000n, 100_000_000n],
    ] as const) {
      const metadata = { user_id: `buyer-${name}`, package: name, tenant: 'home', project: 'demo' };
      const event = await processed({ metadata, amount: cents });
      expect(event).toMatchObject({
        status: 'applied',
        error_code: null,
        amount_micro_usd: BigInt(cents) * 10_000n,
      });
      const [grant, ...more] = await grantsOf(`buyer-${name}`);
      expect(more).toEqual([]);
      expect(grant).toMatchObject({
        mode: 'add',
        bundle_id: '*',
        source: 'stripe',
        requests_per_day: requests,
        tokens_per_day: tokens,
        purchase_amount_micro_usd: BigInt(cents) * 10_000n,
        created_by: 'webhook:stripe',
      });
      expect(grant.expires_at - grant.created_at).toBe(30 * 86_400_000);
      expect(await transfersOf(grant.purchase_id)).toEqual([
        {
          debit: 'funding:stripe',
          credit: `revenue:${name}`,
          amount: BigInt(cents) * 10_000n,
          kind: 'package_sale',
          actor: 'webhook:stripe',
        },
      ]);
    }
    expect(await brokenInvariants(pool)).toEqual([]);
  });

  it('is in force for the next request', async () => {
    const limitOf = async () => {
      const view = await app.app.useCases.quota.breakdown(app.adminContext(), { userId: 'next' });
      const line = view?.limits.find(({ limit }) => limit === 'requestsPerDay');
      return [line?.base, line?.effective];
    };
    await app.app.useCases.grant.create(
      app.adminContext(),
      {
        userId: 'next',
        bundleId: '*',
        mode: 'add',
        limits: { requestsPerDay: 1n },
        source: 'trial',
        expiresInDays: 1,
      },
      {},
    );
    expect(await limitOf()).toEqual([100n, 101n]);
    await processed({ metadata: { user_id: 'next', package: 'pro' } });
    expect(await limitOf()).toEqual([100n, 301n]);
  });

  it('works with the default tenant and project when the metadata names none', async () => {
    expect(await processed({ metadata: { user_id: 'plain', package: 'pro' } })).toMatchObject({
      status: 'applied',
    });
    expect(await grantsOf('plain')).toHaveLength(1);
  });

  it('grants once when 50 deliveries come at the same time, and when it comes again later', async () => {
    const event = eventOf({ metadata: { user_id: 'once', package: 'pro' } });
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(event)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const bodies = await Promise.all(
      answers.map((answer) => answer.json() as Promise<{ duplicate: boolean }>),
    );
    expect(bodies.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    await ended(event.id);
    expect(await (await send(event)).json()).toEqual({ received: true, duplicate: true });
    expect(await grantsOf('once')).toHaveLength(1);
    expect(await transfersOf(event.data.object.id)).toHaveLength(1);
    const { rows } = await pool.query(`SELECT 1 FROM external_event WHERE external_id = $1`, [
      event.id,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('grants a payment once, though two events with other metadata speak of it', async () => {
    await processed({ metadata: { user_id: 'first', package: 'pro' }, paymentId: 'pi_same' });
    const second = await processed({
      metadata: { user_id: 'second', package: 'pro' },
      paymentId: 'pi_same',
    });
    expect(second).toMatchObject({ status: 'ignored', error_code: 'duplicate_payment' });
    expect(await grantsOf('second')).toEqual([]);
  });

  it('for the wallet credits what was received', async () => {
    const metadata = { user_id: 'saver', purpose: 'wallet_topup' };
    expect(await processed({ metadata, amount: 1_234 })).toMatchObject({ status: 'applied' });
    const wallet = await app.app.useCases.wallet.get(app.adminContext(), { userId: 'saver' });
    expect(wallet).toMatchObject({
      availableMicroUsd: 12_340_000n,
      purchasedMicroUsd: 12_340_000n,
    });
  });

  it.each([
    [
      'another amount than the price',
      { metadata: { user_id: 'x', package: 'pro' }, amount: 2_999 },
      'amount_mismatch',
    ],
    [
      'another currency',
      { metadata: { user_id: 'x', package: 'pro' }, currency: 'eur' },
      'currency_not_usd',
    ],
    ['an unknown package', { metadata: { user_id: 'x', package: 'gold' } }, 'unknown_package'],
    ['no user', { metadata: { package: 'pro' } }, 'user_missing'],
    ['neither package nor amounts', { metadata: { user_id: 'x' } }, 'nothing_named'],
    [
      'an unknown project',
      { metadata: { user_id: 'x', package: 'pro', project: 'nowhere' } },
      'unknown_project',
    ],
    [
      'an unknown tenant',
      { metadata: { user_id: 'x', package: 'pro', tenant: 'nobody' } },
      'unknown_project',
    ],
    [
      'amounts that nobody signed',
      { metadata: { user_id: 'x', additional_requests_per_day: '9' } },
      'untrusted_metadata',
    ],
  ])(
    'with %s grants nothing, is shown as failed, and is told to the admin',
    async (_what, payment, code) => {
      const event = await processed(payment);
      expect(event).toMatchObject({
        status: 'failed',
        error_code: code,
        error: expect.stringMatching(/\.$/),
      });
      expect(await grantsOf('x')).toEqual([]);
      const { rows } = await pool.query(
        `SELECT title FROM outbox_event WHERE kind = 'event_failed' AND payload ->> 'externalId' = $1`,
        [event.external_id],
      );
      expect(rows).toHaveLength(1);
    },
  );

  it('with amounts of its own grants them when Purser signed them, and not for another amount paid', async () => {
    const metadata = { user_id: 'custom', additional_requests_per_day: '75', expires_in_days: '7' };
    const signed = { metadata, amountCents: 500n, currency: 'usd' };
    const purser_sig = signPayment(app.config, signed);
    expect(await processed({ metadata: { ...metadata, purser_sig }, amount: 400 })).toMatchObject({
      error_code: 'untrusted_metadata',
    });
    expect(await processed({ metadata: { ...metadata, purser_sig }, amount: 500 })).toMatchObject({
      status: 'applied',
    });
    const [grant] = await grantsOf('custom');
    expect(grant).toMatchObject({ requests_per_day: 75n, tokens_per_day: null });
    expect(grant.expires_at - grant.created_at).toBe(7 * 86_400_000);
  });

  it('of a kind that changes nothing is stored as ignored, without what speaks of a person', async () => {
    const event = await processed({ metadata: {}, type: 'customer.created' });
    expect(event).toMatchObject({ status: 'ignored', error_code: 'not_handled' });
    expect(JSON.stringify(event.payload)).not.toContain('person@example.test');
  });
});

describe('a webhook that is not proven', () => {
  const body = JSON.stringify(eventOf({ metadata: { user_id: 'thief', package: 'pro' } }));
  const nowSeconds = () => Math.floor(Date.now() / 1000);

  it.each([
    ['without a signature', () => ({})],
    ['signed with another secret', () => ({ 'stripe-signature': headerOf(body, 'whsec_other') })],
    ['signed over another body', () => ({ 'stripe-signature': headerOf(`${body} `) })],
    [
      'signed six minutes ago',
      () => ({ 'stripe-signature': headerOf(body, secret, nowSeconds() - 360) }),
    ],
    ['with a signature that is none', () => ({ 'stripe-signature': 't=now,v1=zz' })],
    [
      'signed with the older scheme',
      () => ({
        'stripe-signature': `t=${nowSeconds()},v0=${createHmac('sha256', secret).update(`${nowSeconds()}.${body}`).digest('hex')}`,
      }),
    ],
  ])('%s is refused and changes nothing', async (_how, headers) => {
    const answer = await fetch(`${app.url}${path}`, {
      method: 'POST',
      body,
      headers: headers() as never,
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error_code: 'malformed' });
    expect(await grantsOf('thief')).toEqual([]);
  });

  it('may be signed by any of several secrets', async () => {
    const event = eventOf({ metadata: { user_id: 'rotated', package: 'pro' } });
    const payload = JSON.stringify(event);
    const signature = { 'stripe-signature': headerOf(payload, 'whsec_second') };
    expect((await send(event, signature)).status).toBe(200);
    expect(await ended(event.id)).toMatchObject({ status: 'applied' });
  });

  it('is refused when it is signed and no event, or too large', async () => {
    for (const payload of ['{}', '[1', '{"id":"evt_x","type":7}']) {
      const headers = { 'stripe-signature': headerOf(payload) };
      const answer = await fetch(`${app.url}${path}`, { method: 'POST', body: payload, headers });
      expect(answer.status).toBe(400);
    }
    const answer = await send({ filler: 'x'.repeat(1024 * 1024) });
    expect(answer.status).toBe(413);
  });

  it('is refused with 503 while no secret is configured, and works with the derived one on this machine', async () => {
    await using closed = await runApp({ STRIPE_SECRET_KEY: 'sk_test_1' });
    const refused = await fetch(`${closed.url}${path}`, { method: 'POST', body });
    expect([refused.status, await refused.json()]).toMatchObject([
      503,
      {
        error_code: 'stripe_not_configured',
        message: expect.stringContaining('STRIPE_WEBHOOK_SECRET'),
      },
    ]);
    await using local = await runApp();

    const [derived = ''] = stripeWebhookSecrets(local.config);
    expect(derived).toMatch(/^whsec_[0-9a-f]{64}$/);
    const headers = { 'stripe-signature': headerOf(body, derived) };
    const taken = await fetch(`${local.url}${path}`, { method: 'POST', body, headers });
    expect(taken.status).toBe(200);
  });
});

describe('an event that failed', () => {
  it('is granted all the same when an operator accepts the amount, once, and audited', async () => {
    const failed = await processed({
      metadata: { user_id: 'lucky', package: 'pro' },
      amount: 2_500,
    });
    const ctx = app.adminContext();
    const { event } = app.app.useCases;
    const input = { eventId: failed.id as string, acceptAmount: false };
    expect(await event.retry(ctx, input, {})).toMatchObject({
      ok: true,
      value: { status: 'failed', errorCode: 'amount_mismatch' },
    });
    const dry = await event.retry(ctx, { ...input, acceptAmount: true }, { dryRun: true });
    expect(dry).toMatchObject({ ok: true, dryRun: true });
    expect(await grantsOf('lucky')).toEqual([]);
    expect(
      await event.retry(ctx, { ...input, acceptAmount: true }, { reason: 'Agreed.' }),
    ).toMatchObject({
      ok: true,
      value: { status: 'applied', userId: 'lucky', errorCode: null },
    });
    expect(await event.retry(ctx, input, {})).toMatchObject({
      ok: false,
      rejection: { code: 'nothing_to_do' },
    });
    expect(await grantsOf('lucky')).toHaveLength(1);
    const { rows } = await pool.query(
      `SELECT action, reason FROM audit_entry WHERE target_id = $1 AND action = 'retry-event' ORDER BY id DESC LIMIT 1`,
      [failed.id],
    );
    expect(rows).toEqual([{ action: 'retry-event', reason: 'Agreed.' }]);
  });

  it('for want of its project goes there once it exists', async () => {
    const failed = await processed({
      metadata: { user_id: 'early', package: 'pro', project: 'later' },
    });
    expect(failed).toMatchObject({ error_code: 'unknown_project', project_id: 1 });
    await pool.query(
      `INSERT INTO project (tenant_id, slug, name, kind, default_plan_id, reference_provider, reference_model,
         reference_price_pico_usd, renewal_grace_seconds, providers_required, created_at)
       SELECT tenant_id, 'later', 'Later', 'live', default_plan_id, reference_provider, reference_model,
         reference_price_pico_usd, renewal_grace_seconds, providers_required, created_at FROM project WHERE id = 1`,
    );
    const input = { eventId: failed.id as string, acceptAmount: false };
    expect(await app.app.useCases.event.retry(app.adminContext(), input, {})).toMatchObject({
      value: { status: 'ignored', errorCode: 'moved' },
    });
    const there = (
      await pool.query(`SELECT * FROM external_event WHERE external_id = $1 AND project_id <> 1`, [
        failed.external_id,
      ])
    ).rows[0];
    expect(there).toMatchObject({ status: 'received' });
  });
});
