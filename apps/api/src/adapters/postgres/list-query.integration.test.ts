import { type ListName, listOrders } from '@purser/schema/contract/list-orders';
import type { Page, PageRequest } from '@purser/schema/contract/request-context';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type AdminWorld, openAdminWorld } from '../../testing/admin-world.ts';

let world: AdminWorld;

beforeAll(async () => {
  world = await openAdminWorld();
  await fill(world);
});

afterAll(() => world.close());

/** Rows with many ties: equal expiries, equal instants, prices without an end. */
async function fill({ useCases, ctx }: AdminWorld): Promise<void> {
  await useCases.budget.topUpProject(ctx, { amountMicroUsd: 100_000_000n }, {});
  for (const planId of ['zinc', 'iron', 'lead']) {
    await useCases.plan.upsert(ctx, { planId, monthlyPriceMicroUsd: 5_000_000n }, {});
    await useCases.quota.setPolicy(ctx, { planId, bundleId: 'chat', limits: {} }, {});
    await useCases.subscription.create(ctx, { userId: `user of ${planId}`, planId }, {});
  }
  for (let index = 0; index < 7; index += 1) {
    const userId = `user ${index % 3}`;
    const expiresInDays = [null, 3, 3, 5][index % 4] ?? null;
    const limits = { requestsPerDay: 5n };
    const grant = { userId, bundleId: '*', mode: 'add', source: 'operator', limits } as const;
    await useCases.grant.create(ctx, { ...grant, expiresInDays }, {});
    const credit = { userId, amountMicroUsd: 1_000_000n, source: 'operator' } as const;
    await useCases.wallet.addCredits(ctx, { ...credit, expiresInDays }, {});
    await useCases.turn.admit(ctx, { turnId: `turn ${index}`, userId });
  }
  await useCases.user.suspend(ctx, { userId: 'user 0' }, {});
  for (let index = 0; index < 5; index += 1) {
    await useCases.turn.admit(ctx, { turnId: `denied ${index}`, userId: 'user 0' });
  }
  // The seventh turn is denied as well: it would be its user's third at once.
  await vi.waitFor(
    async () => expect((await useCases.turn.denials(ctx, { limit: 9 })).items).toHaveLength(6),
    { timeout: 20_000 },
  );
}

type Read = (page: PageRequest) => Promise<Page<unknown>>;

/** Every list that has rows here, as surfaces ask for it. */
const lists = (): Partial<Record<ListName, Read>> => {
  const { useCases, ctx } = world;
  return {
    plans: (page) => useCases.plan.list(ctx, page),
    quotaPolicies: (page) => useCases.quota.policies(ctx, page),
    budgetPolicies: (page) => useCases.budget.policies(ctx, page),
    prices: (page) => useCases.budget.prices(ctx, page),
    users: (page) => useCases.user.search(ctx, page),
    grants: (page) => useCases.grant.list(ctx, { includeExpired: true, ...page }),
    usersWithGrants: (page) => useCases.grant.usersWithGrants(ctx, page),
    wallets: (page) => useCases.wallet.list(ctx, page),
    expiring: (page) => useCases.grant.expiring(ctx, { withinDays: 30, ...page }),
    turns: (page) => useCases.turn.list(ctx, page),
    denials: (page) => useCases.turn.denials(ctx, page),
    auditLog: (page) => useCases.audit.list(ctx, page),
    subscriptions: (page) => useCases.subscription.list(ctx, page),
    periods: (page) => useCases.subscription.periods(ctx, { userId: 'user of zinc', ...page }),
    ledgerAccounts: (page) => useCases.ledger.accounts(ctx, page),
    transfers: (page) => useCases.ledger.transfers(ctx, page),
  };
};

const filled = [
  'plans',
  'quotaPolicies',
  'budgetPolicies',
  'prices',
  'users',
  'grants',
  'usersWithGrants',
  'wallets',
  'expiring',
  'turns',
  'denials',
  'auditLog',
  'subscriptions',
  'periods',
  'ledgerAccounts',
  'transfers',
] as const satisfies readonly ListName[];

const orders = filled.flatMap((name) =>
  listOrders[name].fields.flatMap((by) => [
    { name, by, direction: 'asc' as const },
    { name, by, direction: 'desc' as const },
  ]),
);

async function readAll(read: Read, page: PageRequest): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await read({ ...page, cursor });
    expect(items.length).toBeLessThanOrEqual(page.limit);
    seen.push(...items.map(written));
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return seen;
}

const written = (item: unknown) =>
  JSON.stringify(item, (_key, value) => (typeof value === 'bigint' ? String(value) : value));

describe('a list', () => {
  test.each(orders)(
    '$name by $by $direction gives every row once, in pages of any size',
    async ({ name, by, direction }) => {
      const read = lists()[name];
      if (read === undefined) throw new Error(`Nothing reads ${name}.`);
      const sort = { by, direction };
      const whole = await readAll(read, { limit: 200, sort });
      expect(whole.length).toBeGreaterThan(0);
      expect(new Set(whole).size).toBe(whole.length);
      for (const limit of [1, 2, 3, 7]) {
        expect(await readAll(read, { limit, sort }), `pages of ${limit}`).toEqual(whole);
      }
      const counted = await read({ limit: 1, sort, countUpTo: whole.length });
      expect(counted.total).toBe(whole.length);
      const beyond = await read({ limit: 1, sort, countUpTo: whole.length - 1 });
      expect(beyond.total).toBeUndefined();
    },
  );

  test.each(filled)('%s is in its own order when none is asked for', async (name) => {
    const read = lists()[name];
    if (read === undefined) throw new Error(`Nothing reads ${name}.`);
    const { default: sort } = listOrders[name];
    expect(await readAll(read, { limit: 4 })).toEqual(await readAll(read, { limit: 200, sort }));
  });

  test('refuses a cursor that was made in another order', async () => {
    const { useCases, ctx } = world;
    const { nextCursor } = await useCases.grant.list(ctx, { limit: 2 });
    const sort = { by: 'expiresAt', direction: 'asc' } as const;
    const other = useCases.grant.list(ctx, { limit: 2, sort, cursor: nextCursor ?? '' });
    await expect(other).rejects.toThrow('cursor');
  });

  test('that sorts by expiry ends with what never expires', async () => {
    const { useCases, ctx } = world;
    const sort = { by: 'expiresAt', direction: 'asc' } as const;
    const { items } = await useCases.grant.list(ctx, { limit: 50, sort });
    const expiries = items.map(({ expiresAt }) => expiresAt?.getTime() ?? Infinity);
    expect(expiries).toEqual(expiries.toSorted((a, b) => (a === b ? 0 : a - b)));
    expect(expiries.at(-1)).toBe(Infinity);
  });
});

describe('the transfers of an account', () => {
  test.each(['asc', 'desc'] as const)(
    '%s give every row once, and their number',
    async (direction) => {
      const { useCases, ctx } = world;
      const read: Read = (page) => useCases.budget.transfers(ctx, page);
      const sort = { by: 'recordedAt', direction };
      const whole = await readAll(read, { limit: 200, sort });
      for (const limit of [1, 3]) expect(await readAll(read, { limit, sort })).toEqual(whole);
      const wallet: Read = (page) => useCases.wallet.transfers(ctx, { userId: 'user 1', ...page });
      const lots = await readAll(wallet, { limit: 200, sort });
      expect(await readAll(wallet, { limit: 1, sort })).toEqual(lots);
      expect((await wallet({ limit: 1, sort, countUpTo: 100 })).total).toBe(lots.length);
    },
  );
});
