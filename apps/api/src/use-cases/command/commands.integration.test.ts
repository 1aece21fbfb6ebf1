import { permissionsOfScopes } from '@purser/domain/access/service-scopes';
import { unlimited } from '@purser/domain/quota/limits';
import type { Rejection } from '@purser/schema/contract/rejections';
import type { CommandMeta, CommandOutcome } from '@purser/schema/contract/request-context';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AdminWorld, openAdminWorld } from '../../testing/admin-world.ts';
import { rowCounts } from '../../testing/row-counts.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdminWorld();
  await grantOne('holder');
  keyId = await makeKey('to-revoke');
});

afterAll(() => world.close());

let keyId = '';

type Run = (meta: CommandMeta) => Promise<CommandOutcome<unknown, Rejection>>;

type Case = {
  readonly command: string;
  readonly run: Run;
  /** The same with other content; a command without content has none. */
  readonly other?: Run;
  /** Tables that gain rows beside the audit log, the answers by key and the generations. */
  readonly gains: Readonly<Record<string, number>>;
  /** Whether admissions must see it. */
  readonly affects: boolean;
};

const cases: readonly Case[] = [
  {
    command: 'upsert-plan',
    run: (meta) => world.useCases.plan.upsert(world.ctx, { planId: 'gold' }, meta),
    other: (meta) => world.useCases.plan.upsert(world.ctx, { planId: 'silver' }, meta),
    gains: { plan: 1, policy_version: 1 },
    affects: true,
  },
  {
    command: 'set-quota-policy',
    run: (meta) =>
      world.useCases.quota.setPolicy(
        world.ctx,
        { planId: 'bronze', bundleId: '*', limits: { requestsPerDay: 7n } },
        meta,
      ),
    other: (meta) =>
      world.useCases.quota.setPolicy(world.ctx, { planId: 'tin', bundleId: '*', limits: {} }, meta),
    // A policy for a plan nobody knows creates the plan.
    gains: { plan: 1, quota_policy: 1, policy_version: 2 },
    affects: true,
  },
  {
    command: 'set-budget-policy',
    run: (meta) =>
      world.useCases.budget.setPolicy(
        world.ctx,
        { provider: 'mistral', bundleId: '*', perDayMicroUsd: 5_000_000n },
        meta,
      ),
    other: (meta) =>
      world.useCases.budget.setPolicy(world.ctx, { provider: 'xai', bundleId: '*' }, meta),
    gains: { budget_policy: 1, policy_version: 1 },
    affects: true,
  },
  {
    command: 'create-grant',
    run: (meta) => grantOne('newcomer', meta),
    other: (meta) => grantOne('somebody else', meta),
    gains: { quota_grant: 1, app_user: 1 },
    affects: true,
  },
  {
    command: 'revoke-grants',
    run: (meta) =>
      world.useCases.grant.revoke(
        world.ctx,
        { userId: 'holder', bundleId: '*', mode: 'add' },
        meta,
      ),
    other: (meta) =>
      world.useCases.grant.revoke(world.ctx, { userId: 'holder', mode: 'replace' }, meta),
    gains: {},
    affects: true,
  },
  {
    command: 'set-user-role',
    run: (meta) =>
      world.useCases.user.setRole(world.ctx, { userId: 'holder', role: 'admin' }, meta),
    other: (meta) =>
      world.useCases.user.setRole(world.ctx, { userId: 'holder', role: 'anonymous' }, meta),
    gains: {},
    affects: true,
  },
  {
    command: 'suspend-user',
    run: (meta) => world.useCases.user.suspend(world.ctx, { userId: 'holder' }, meta),
    other: (meta) => world.useCases.user.suspend(world.ctx, { userId: 'other' }, meta),
    gains: {},
    affects: true,
  },
  {
    command: 'resume-user',
    run: (meta) => world.useCases.user.resume(world.ctx, { userId: 'holder' }, meta),
    other: (meta) => world.useCases.user.resume(world.ctx, { userId: 'other' }, meta),
    gains: {},
    affects: true,
  },
  {
    command: 'reset-user-windows',
    run: (meta) => world.useCases.quota.resetUserWindows(world.ctx, { userId: 'holder' }, meta),
    other: (meta) => world.useCases.quota.resetUserWindows(world.ctx, { userId: 'x' }, meta),
    gains: {},
    affects: true,
  },
  {
    command: 'add-wallet-credits',
    run: (meta) => credit('holder', 5_000_000n, meta),
    other: (meta) => credit('holder', 6_000_000n, meta),
    gains: { wallet_lot: 1, account: 2, transfer: 1, transfer_key: 1 },
    affects: true,
  },
  {
    command: 'top-up-project',
    run: (meta) =>
      world.useCases.budget.topUpProject(world.ctx, { amountMicroUsd: 1_000_000n }, meta),
    other: (meta) =>
      world.useCases.budget.topUpProject(world.ctx, { amountMicroUsd: 2_000_000n }, meta),
    gains: { account: 1, transfer: 1, transfer_key: 1 },
    affects: false,
  },
  {
    command: 'set-project-overdraft',
    run: (meta) =>
      world.useCases.budget.setProjectOverdraft(world.ctx, { overdraftMicroUsd: null }, meta),
    other: (meta) =>
      world.useCases.budget.setProjectOverdraft(world.ctx, { overdraftMicroUsd: 1n }, meta),
    gains: { policy_version: 1 },
    affects: true,
  },
  {
    command: 'create-service-key',
    run: (meta) => world.useCases.key.create(world.ctx, { name: 'app', scopes: ['turns'] }, meta),
    other: (meta) => world.useCases.key.create(world.ctx, { name: 'app', scopes: ['read'] }, meta),
    gains: { service_key: 1 },
    affects: false,
  },
  {
    command: 'revoke-service-key',
    run: (meta) => world.useCases.key.revoke(world.ctx, { id: keyId }, meta),
    other: (meta) =>
      world.useCases.key.revoke(world.ctx, { id: '01990000-0000-7000-8000-000000000000' }, meta),
    gains: {},
    affects: false,
  },
  {
    command: 'clear-cache',
    run: (meta) => world.useCases.quota.clearCache(world.ctx, {}, meta),
    gains: {},
    affects: true,
  },
];

describe.each(cases)('$command', ({ command, run, other, gains, affects }) => {
  test('as a dry run says what would change and changes nothing', async () => {
    const before = await rowCounts(world.pool);
    const outcome = await run({ dryRun: true, idempotencyKey: command });
    expect(outcome).toMatchObject({ ok: true, dryRun: true, replayed: false });
    expect(outcome.ok && outcome.changes.length).toBeGreaterThan(0);
    expect(await rowCounts(world.pool)).toEqual(before);
  });

  test('has its effect with its audit entry, in one commit', async () => {
    const before = await rowCounts(world.pool);
    const outcome = await run({ idempotencyKey: command, reason: 'For the test' });
    expect(outcome, JSON.stringify(outcome, plain)).toMatchObject({ ok: true, replayed: false });
    const after = await rowCounts(world.pool);
    expect(gained(before, after)).toEqual({
      ...gains,
      audit_entry: 1,
      // The sealer's list of entries to chain.
      audit_unsealed: 1,
      idempotency_record: 1,
      ...(affects ? { policy_change: 1 } : {}),
    });
    const filter = { action: command, limit: 1 };
    const [entry] = (await world.useCases.audit.list(world.ctx, filter)).items;
    expect(entry).toMatchObject({
      action: command,
      actor: 'person:alice',
      role: 'admin',
      reason: 'For the test',
      requestId: 'request-1',
      sourceAddress: '127.0.0.1',
    });
  });

  test('replayed with its key answers the same and does nothing again', async () => {
    const first = await run({ idempotencyKey: command, reason: 'Another reason' });
    const before = await rowCounts(world.pool);
    const again = await run({ idempotencyKey: command });
    expect(again).toMatchObject({ ok: true, replayed: true });
    expect(again).toEqual(first);
    expect(await rowCounts(world.pool)).toEqual(before);
  });

  // A command without content has no other content to refuse.
  if (other === undefined) return;

  test('refuses its key with other content', async () => {
    const before = await rowCounts(world.pool);
    const outcome = await other({ idempotencyKey: command });
    expect(outcome).toMatchObject({ ok: false, rejection: { code: 'idempotency_mismatch' } });
    expect(await rowCounts(world.pool)).toEqual(before);
  });
});

test('a key is the caller’s own: another caller’s is another command', async () => {
  const bob = { ...world.ctx, caller: { ...world.ctx.caller, id: 'person:bob' } };
  const input = { amountMicroUsd: 1_000_000n };
  const meta = { idempotencyKey: 'shared' };
  const first = await world.useCases.budget.topUpProject(world.ctx, input, meta);
  const second = await world.useCases.budget.topUpProject(bob, input, meta);
  expect([first, second]).toMatchObject([{ replayed: false }, { replayed: false }]);
});

test('twenty clicks at once credit once', async () => {
  const meta = { idempotencyKey: 'twenty-clicks' };
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () => credit('clicker', 1_000_000n, meta)),
  );
  const done = outcomes.filter((outcome) => outcome.ok && !outcome.replayed);
  const waiting = outcomes.filter(
    (outcome) => !outcome.ok && outcome.rejection.code === 'in_progress',
  );
  const replays = outcomes.filter((outcome) => outcome.ok && outcome.replayed);
  expect([done.length, waiting.length + replays.length]).toEqual([1, 19]);
  const wallet = await world.useCases.wallet.get(world.ctx, { userId: 'clicker' });
  expect(wallet.availableMicroUsd).toBe(1_000_000n);
});

test('one purchase sent by twenty callers at once credits once', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      world.useCases.wallet.addCredits(
        { ...world.ctx, requestId: `purchase-${index}` },
        { userId: 'buyer', amountMicroUsd: 3_000_000n, source: 'payment', purchaseId: 'pi_42' },
        {},
      ),
    ),
  );
  expect(outcomes.every((outcome) => outcome.ok)).toBe(true);
  const wallet = await world.useCases.wallet.get(world.ctx, { userId: 'buyer' });
  expect([wallet.availableMicroUsd, wallet.lots.length]).toEqual([3_000_000n, 1]);
});

test('concurrent partial updates of one policy lose none of each other', async () => {
  const fields = ['requestsPerDay', 'requestsPerMonth', 'tokensPerDay', 'tokensPerMonth'] as const;
  await Promise.all(
    fields.map((field) =>
      world.useCases.quota.setPolicy(
        { ...world.ctx, requestId: field },
        { planId: 'shared', bundleId: '*', limits: { [field]: 3n } },
        {},
      ),
    ),
  );
  const { items } = await world.useCases.quota.policies(world.ctx, { planId: 'shared', limit: 5 });
  expect(items[0]).toMatchObject({
    version: fields.length,
    limits: {
      ...unlimited,
      requestsPerDay: 3n,
      requestsPerMonth: 3n,
      tokensPerDay: 3n,
      tokensPerMonth: 3n,
    },
  });
});

test('nobody makes a key that may do more than its maker', async () => {
  const permissions = permissionsOfScopes(['admin:key', 'turns']);
  const ctx = { ...world.ctx, caller: { ...world.ctx.caller, permissions } };
  const make = (scopes: readonly string[]) =>
    world.useCases.key.create(ctx, { name: 'app', scopes }, { dryRun: true });
  expect(await make(['turns'])).toMatchObject({ ok: true });
  for (const scope of ['admin:*', 'admin:wallet', 'read']) {
    expect(await make(['turns', scope])).toMatchObject({
      ok: false,
      rejection: { code: 'not_allowed', field: 'scopes' },
    });
  }
});

test('a secret is shown once and stored nowhere', async () => {
  const input = { name: 'app', scopes: ['turns', 'turns'] };
  const meta = { idempotencyKey: 'a-key' };
  const made = await world.useCases.key.create(world.ctx, input, meta);
  const secret = made.ok ? made.value.secret : '';
  expect(secret).toMatch(/^psk_[\w-]{43}$/);
  const again = await world.useCases.key.create(world.ctx, input, meta);
  expect(again).toMatchObject({ ok: true, replayed: true, value: { secret: '' } });
  const { rows } = await world.pool.query(
    `SELECT answer::text FROM idempotency_record WHERE key = 'a-key'
      UNION ALL SELECT coalesce(after::text, '') FROM audit_entry`,
  );
  expect(rows.filter(({ answer }) => answer.includes(secret))).toEqual([]);
});

function grantOne(userId: string, meta: CommandMeta = {}) {
  return world.useCases.grant.create(
    world.ctx,
    {
      userId,
      bundleId: '*',
      mode: 'add',
      limits: { requestsPerDay: 5n },
      source: 'operator',
      expiresInDays: 7,
    },
    meta,
  );
}

function credit(userId: string, amountMicroUsd: bigint, meta: CommandMeta) {
  const input = { userId, amountMicroUsd, source: 'operator' as const };
  return world.useCases.wallet.addCredits(world.ctx, input, meta);
}

async function makeKey(name: string): Promise<string> {
  const made = await world.useCases.key.create(world.ctx, { name, scopes: ['read'] }, {});
  return made.ok ? made.value.key.id : '';
}

function gained(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(after)
      .map(([table, rows]) => [table, rows - (before[table] ?? 0)] as const)
      .filter(([, rows]) => rows !== 0),
  );
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
