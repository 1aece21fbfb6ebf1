import type { TransferMatch } from '@purser/schema/contract/inputs';
import type { AccountView, TransferView } from '@purser/schema/contract/money-views';
import type { Page, PageRequest } from '@purser/schema/contract/request-context';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AdminWorld, openAdminWorld, worldNow } from '../../testing/admin-world.ts';

const minuteMs = 60_000;

/** What may happen to the money of two users. */
const step = fc.oneof(
  fc.record({
    do: fc.constant('admit' as const),
    user: fc.nat(1),
    tokens: fc.integer({ min: 1, max: 9_000 }),
  }),
  fc.record({ do: fc.constant('settle' as const), pick: fc.nat(), cost: fc.nat(200_000) }),
  fc.record({ do: fc.constant('release' as const), pick: fc.nat() }),
  fc.record({
    do: fc.constant('credit' as const),
    user: fc.nat(1),
    amount: fc.integer({ min: 1, max: 300_000 }),
  }),
  fc.record({ do: fc.constant('topUp' as const), amount: fc.integer({ min: 1, max: 500_000 }) }),
);

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

test('every account reads as of any past instant as it stood then, held money included', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 25 }), async (steps) => {
      const world = await openAdminWorld();
      try {
        const { snapshots } = await play(world, steps);
        for (const { at, accounts } of snapshots) {
          for (const then of accounts) {
            const again = await world.useCases.ledger.account(world.ctx, { id: then.id, at });
            expect(balanceOf(again)).toEqual(balanceOf(then));
          }
        }
      } finally {
        await world.close();
      }
    }),
    { numRuns: 3 },
  );
});

test('an account’s transfers page without gaps or repeats, newest first, and sum to its balance', async () => {
  const world = await openAdminWorld();
  try {
    await play(world, fc.sample(fc.array(step, { minLength: 60, maxLength: 60 }), 1).flat());
    const { items: accounts } = await world.useCases.ledger.accounts(world.ctx, { limit: 100 });
    for (const account of accounts) {
      const all = await pages((page) =>
        world.useCases.ledger.transfers(world.ctx, { accountId: account.id, ...page }),
      );
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      expect(all.map(({ recordedAt }) => recordedAt.getTime())).toEqual(
        all.map(({ recordedAt }) => recordedAt.getTime()).sort((a, b) => b - a),
      );
      expect(postedBalance(all, account.id)).toBe(account.balanceMicroUsd);
    }
    const everything = await pages((page) => world.useCases.ledger.transfers(world.ctx, page));
    const { rows } = await world.pool.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM transfer',
    );
    expect(everything.length).toBe(rows[0]?.n);
  } finally {
    await world.close();
  }
});

test('a wallet’s transfers are those of all its lots', async () => {
  const world = await openAdminWorld();
  try {
    const credit = (amount: number): Step => ({ do: 'credit', user: 0, amount });
    await play(world, [credit(100), credit(200), credit(300), credit(400), credit(500)]);
    const read = (page: { limit: number; cursor?: string | undefined }) =>
      world.useCases.wallet.transfers(world.ctx, { userId: 'user-0', ...page });
    const amounts = (await pages(read)).map(({ amountMicroUsd }) => amountMicroUsd);
    expect(amounts).toEqual([500n, 400n, 300n, 200n, 100n]);
    const project = await world.useCases.budget.transfers(world.ctx, { limit: 5 });
    expect(project.items).toMatchObject([{ kind: 'project_topup' }]);
  } finally {
    await world.close();
  }
});

type Asked = TransferMatch & PageRequest;

test('a filtered list of transfers pages through those of its kind and phase alone, and counts them', async () => {
  const world = await openAdminWorld();
  try {
    await play(world, fc.sample(fc.array(step, { minLength: 40, maxLength: 40 }), 1).flat());
    const { ctx, useCases } = world;
    const { items: accounts } = await useCases.ledger.accounts(ctx, { limit: 100 });
    const matches: readonly TransferMatch[] = [
      { kind: 'turn' },
      { phase: 'hold' },
      { kind: 'turn', phase: 'void' },
    ];
    const lists: readonly ((asked: Asked) => Promise<Page<TransferView>>)[] = [
      (asked) => useCases.wallet.transfers(ctx, { userId: 'user-0', ...asked }),
      (asked) => useCases.budget.transfers(ctx, asked),
      (asked) => useCases.ledger.transfers(ctx, asked),
      ...accounts.map(
        ({ id }) =>
          (asked: Asked) =>
            useCases.ledger.transfers(ctx, { accountId: id, ...asked }),
      ),
    ];
    for (const list of lists) {
      const all = await pages((page) => list(page));
      for (const match of matches) {
        const wanted = all.filter(
          ({ kind, phase }) => kind === (match.kind ?? kind) && phase === (match.phase ?? phase),
        );
        expect(await pages((page) => list({ ...match, ...page }))).toEqual(wanted);
        const { total } = await list({ ...match, limit: 1, countUpTo: 1_000 });
        expect(total).toBe(wanted.length);
      }
    }
  } finally {
    await world.close();
  }
});

test('a turn’s lineage has every transfer it made, from its hold to what freed the rest', async () => {
  const world = await openAdminWorld();
  try {
    const { turnIds } = await play(world, [
      { do: 'admit', user: 0, tokens: 2_000 },
      { do: 'admit', user: 0, tokens: 2_000 },
      { do: 'settle', pick: 0, cost: 20_000 },
      { do: 'release', pick: 0 },
    ]);
    const [settled = '', released = ''] = turnIds;
    const lineage = await world.useCases.turn.lineage(world.ctx, { turnId: settled });
    expect(lineage.turn).toMatchObject({ turnId: settled, state: 'settled', userId: 'user-0' });
    expect(lineage.transfers.map(({ phase, amountMicroUsd }) => [phase, amountMicroUsd])).toEqual([
      ['hold', 34_500n],
      ['settle', 20_000n],
      ['void', 14_500n],
    ]);
    expect(lineage.transfers.every(({ turnId }) => turnId === settled)).toBe(true);
    const other = await world.useCases.ledger.transfers(world.ctx, { turnId: released, limit: 9 });
    expect(other.items.map(({ phase }) => phase)).toEqual(['hold', 'void']);
    expect(await world.useCases.turn.lineage(world.ctx, { turnId: 'unknown' })).toEqual({
      turn: null,
      transfers: [],
      denials: [],
    });
  } finally {
    await world.close();
  }
});

type Snapshot = { readonly at: Date; readonly accounts: readonly AccountView[] };

/** Plays steps a minute apart, and keeps how every account stood after each. */
async function play(world: AdminWorld, steps: readonly Step[]) {
  const snapshots: Snapshot[] = [];
  const turnIds: string[] = [];
  const live: string[] = [];
  await world.useCases.budget.topUpProject(world.ctx, { amountMicroUsd: 1_000_000n }, {});
  for (const [index, what] of steps.entries()) {
    const at = new Date(worldNow.getTime() + (index + 1) * minuteMs);
    await world.setNow(at);
    await perform(world, { ...world.ctx, requestId: `step-${index}` }, what, { turnIds, live });
    const { items } = await world.useCases.ledger.accounts(world.ctx, { limit: 200 });
    snapshots.push({ at, accounts: items });
  }
  return { snapshots, turnIds };
}

async function perform(
  { useCases }: AdminWorld,
  ctx: AdminWorld['ctx'],
  what: Step,
  { turnIds, live }: { readonly turnIds: string[]; readonly live: string[] },
): Promise<void> {
  const picked = (pick: number) => live.splice(pick % Math.max(1, live.length), 1)[0];
  switch (what.do) {
    case 'admit': {
      const turnId = `turn-${turnIds.length}`;
      const estimateTokens = BigInt(what.tokens);
      const outcome = await useCases.turn.admit(ctx, {
        turnId,
        userId: `user-${what.user}`,
        estimateTokens,
      });
      turnIds.push(turnId);
      if (outcome.ok && outcome.value.decision === 'admitted') live.push(turnId);
      return;
    }
    case 'settle': {
      const turnId = picked(what.pick);
      if (turnId === undefined) return;
      const usage = { costMicroUsd: BigInt(what.cost), provider: 'anthropic' };
      expect(await useCases.turn.settle(ctx, { turnId, ...usage })).toMatchObject({ ok: true });
      return;
    }
    case 'release': {
      const turnId = picked(what.pick);
      if (turnId !== undefined) await useCases.turn.release(ctx, { turnId });
      return;
    }
    case 'credit':
      await useCases.wallet.addCredits(
        ctx,
        { userId: `user-${what.user}`, amountMicroUsd: BigInt(what.amount), source: 'operator' },
        {},
      );
      return;
    case 'topUp':
      await useCases.budget.topUpProject(ctx, { amountMicroUsd: BigInt(what.amount) }, {});
  }
}

function balanceOf(account: AccountView | null) {
  if (account === null) return null;
  const { creditsMicroUsd, debitsMicroUsd, heldMicroUsd, availableMicroUsd, version } = account;
  return { creditsMicroUsd, debitsMicroUsd, heldMicroUsd, availableMicroUsd, version };
}

function postedBalance(transfers: readonly TransferView[], accountId: string): bigint {
  return transfers
    .filter(({ phase }) => phase === 'post' || phase === 'settle')
    .reduce((sum, { debit, credit, amountMicroUsd }) => {
      const into = credit.id === accountId ? amountMicroUsd : 0n;
      return sum + into - (debit.id === accountId ? amountMicroUsd : 0n);
    }, 0n);
}

async function pages<Item>(
  read: (page: { limit: number; cursor?: string | undefined }) => Promise<{
    readonly items: readonly Item[];
    readonly nextCursor: string | null;
  }>,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ limit: 3, cursor });
    all.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}
