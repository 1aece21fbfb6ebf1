import { describe, expect, it } from 'vitest';
import { giveWallet, grant, noonMs, turnWorld } from '../../testing/turn-world.ts';
import { admitTurn } from './admit-turn.ts';
import { checkTurn } from './check-turn.ts';
import { heartbeatTurn, releaseTurn } from './close-turn.ts';
import { reapTurns } from './reap-turns.ts';
import { settleTurn } from './settle-turn.ts';

const user = { userId: 'u1', estimateTokens: 2_000n };

function answered<Answer>(
  outcome: { ok: true; value: Answer } | { ok: false; rejection: unknown },
): Answer {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection));
  return outcome.value;
}

describe('the life of a turn', () => {
  it('holds at admission with the safety factor, books the cost at settlement and frees the rest', async () => {
    await using world = await turnWorld({ limits: { requestsPerDay: 10n } });
    const admitted = answered(await admitTurn(world.deps, world.ctx, { ...user, turnId: 't1' }));
    expect(admitted.decision).toBe('admitted');
    expect(admitted.holds?.money).toEqual([{ source: 'project', amountMicroUsd: 34_500n }]);
    expect(admitted.limits).toMatchObject([
      { limit: 'requests_per_day', used: 0n, held: 1n, remaining: 9n },
    ]);
    const settled = answered(
      await settleTurn(world.deps, world.ctx, { turnId: 't1', costMicroUsd: 20_000n }),
    );
    expect(settled).toMatchObject({ costMicroUsd: 20_000n, tokensCharged: 1_334n, absorbed: [] });
    expect(settled.paidBy).toEqual([
      { source: 'project', amountMicroUsd: 20_000n, tokens: 1_334n },
    ]);
    const { rows } = await world.pool.query(
      `SELECT credits_posted - debits_posted AS balance, debits_pending FROM account WHERE kind = 'project'`,
    );
    expect(rows).toEqual([{ balance: 999_980_000n, debits_pending: 0n }]);
  });

  it('denies the request that does not fit, with when it will, and a grant admits it', async () => {
    await using world = await turnWorld({ limits: { requestsPerDay: 2n } });
    for (const turnId of ['a', 'b']) {
      expect(answered(await admitTurn(world.deps, world.ctx, { ...user, turnId })).decision).toBe(
        'admitted',
      );
    }
    const denied = answered(await admitTurn(world.deps, world.ctx, { ...user, turnId: 'c' }));
    expect(denied.decision).toBe('denied');
    expect(denied.denials).toMatchObject([
      { reason: 'rate_limited', limit: 'requests_per_day', allowed: 2n, used: 0n, held: 2n },
    ]);
    expect(denied.retryAfterSeconds).toBe(43_200);
    await grant(world, 'u1', { requestsPerDay: 1n });
    const again = answered(await admitTurn(world.deps, world.ctx, { ...user, turnId: 'c' }));
    expect(again).toMatchObject({ decision: 'admitted', usedReplenishment: true });
  });

  it('names the money that there is now, also where a limit denied the same user a moment ago', async () => {
    await using world = await turnWorld({ limits: { requestsPerDay: 0n }, projectMicroUsd: 0n });
    const reasons = async (turnId: string) => {
      const denied = answered(await admitTurn(world.deps, world.ctx, { ...user, turnId }));
      return denied.denials.map(({ reason }) => reason);
    };
    expect(await reasons('a')).toEqual(['rate_limited', 'project_budget_exhausted']);
    await giveWallet(world, 'u1', 1_000_000n);
    expect(await reasons('b')).toEqual(['rate_limited']);
  });

  it('counts a turn once that an attempt before held and never wrote', async () => {
    await using world = await turnWorld({ limits: { maxConcurrent: 2n, tokensPerDay: 3_000n } });
    const submit = () => Promise.reject(new Error('The process died.'));
    const dying = { ...world.deps, ledger: { ...world.deps.ledger, submit } };
    const asked = { ...user, turnId: 't' };
    await expect(admitTurn(dying, world.ctx, asked)).rejects.toThrow('died');
    expect(answered(await admitTurn(world.deps, world.ctx, asked)).limits).toMatchObject([
      { limit: 'max_concurrent', held: 1n, remaining: 1n },
      { limit: 'tokens_per_day', held: 2_000n, remaining: 1_000n },
    ]);
  });

  it('answers a repeated admission and settlement with the same words, and other content with a conflict', async () => {
    await using world = await turnWorld({ limits: { requestsPerDay: 2n } });
    const first = answered(await admitTurn(world.deps, world.ctx, { ...user, turnId: 't' }));
    expect(answered(await admitTurn(world.deps, world.ctx, { ...user, turnId: 't' }))).toEqual(
      first,
    );
    const other = await admitTurn(world.deps, world.ctx, {
      ...user,
      estimateTokens: 5n,
      turnId: 't',
    });
    expect(other).toMatchObject({ ok: false, rejection: { code: 'content_mismatch' } });
    const settled = answered(
      await settleTurn(world.deps, world.ctx, { turnId: 't', costMicroUsd: 7n }),
    );
    expect(
      answered(await settleTurn(world.deps, world.ctx, { turnId: 't', costMicroUsd: 7n })),
    ).toEqual(settled);
    const more = await settleTurn(world.deps, world.ctx, { turnId: 't', costMicroUsd: 8n });
    expect(more).toMatchObject({ ok: false, rejection: { code: 'content_mismatch' } });
    const closed = await admitTurn(world.deps, world.ctx, { ...user, turnId: 't' });
    expect(closed).toMatchObject({ ok: false, rejection: { code: 'turn_closed' } });
  });

  it('follows the state table after release and expiry', async () => {
    await using world = await turnWorld({ limits: { maxConcurrent: 1n } });
    answered(await admitTurn(world.deps, world.ctx, { ...user, turnId: 'r' }));
    expect(await releaseTurn(world.deps, world.ctx, { turnId: 'r' })).toMatchObject({ ok: true });
    expect(await releaseTurn(world.deps, world.ctx, { turnId: 'r' })).toMatchObject({
      ok: true,
      replayed: true,
    });
    expect(await heartbeatTurn(world.deps, world.ctx, { turnId: 'r' })).toMatchObject({
      rejection: { code: 'turn_closed' },
    });
    const late = answered(
      await settleTurn(world.deps, world.ctx, { turnId: 'r', costMicroUsd: 5n }),
    );
    expect(late.flags).toContain('settled_after_release');
    answered(await admitTurn(world.deps, world.ctx, { ...user, turnId: 'e' }));
    await world.moveTo(noonMs + 901_000);
    const scope = world.ctx.scope;
    expect(await reapTurns(world.deps, scope, { nowMs: noonMs + 901_000, limit: 10 })).toBe(1);
    expect(await heartbeatTurn(world.deps, world.ctx, { turnId: 'e' })).toMatchObject({
      rejection: { code: 'turn_expired' },
    });
    expect(
      await settleTurn(world.deps, world.ctx, { turnId: 'e', costMicroUsd: 5n }),
    ).toMatchObject({ ok: true });
    expect(
      await settleTurn(world.deps, world.ctx, { turnId: 'none', costMicroUsd: 5n }),
    ).toMatchObject({
      rejection: { code: 'unknown_turn' },
    });
  });

  it('lets the wallet pay what the plan does not give, soonest expiry first, and never below zero', async () => {
    await using world = await turnWorld({ limits: { tokensPerDay: 6_000n } });
    await giveWallet(world, 'u1', 15_000n, new Date(noonMs + 86_400_000));
    await giveWallet(world, 'u1', 45_000n);
    const admitted = answered(
      await admitTurn(world.deps, world.ctx, {
        userId: 'u1',
        turnId: 'w',
        estimateTokens: 10_000n,
      }),
    );
    expect(admitted.holds).toMatchObject({
      tokens: 6_000n,
      money: [
        { source: 'project', amountMicroUsd: 103_500n },
        { source: 'wallet', amountMicroUsd: 60_000n },
      ],
    });
    const settled = answered(
      await settleTurn(world.deps, world.ctx, { turnId: 'w', costMicroUsd: 165_000n }),
    );
    expect(
      settled.paidBy
        .filter(({ source }) => source === 'wallet')
        .map(({ amountMicroUsd }) => amountMicroUsd),
    ).toEqual([15_000n, 45_000n]);
    expect(settled.absorbed).toEqual([
      { reason: 'wallet_short', amountMicroUsd: 15_000n, tokens: 1_000n },
    ]);
    expect(settled.tokensCharged).toBe(6_000n);
  });

  it('admits exactly 100 of 200 parallel turns at a limit of 100, and every one is in the ledger', async () => {
    await using world = await turnWorld({ limits: { requestsPerDay: 100n } });
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        admitTurn(world.deps, world.ctx, { ...user, turnId: `p${index}` }),
      ),
    );
    const admitted = answers.filter((answer) => answer.ok && answer.value.decision === 'admitted');
    expect(admitted).toHaveLength(100);
    const { rows } = await world.pool.query(
      `SELECT count(*)::integer AS turns FROM turn WHERE state = 'admitted'`,
    );
    expect(rows).toEqual([{ turns: 100 }]);
  });

  it('a new process counts what the old one admitted, and the old one admits nothing any more', async () => {
    await using world = await turnWorld({ limits: { requestsPerDay: 3n } });
    answered(await admitTurn(world.deps, world.ctx, { ...user, turnId: 'one' }));
    answered(await admitTurn(world.deps, world.ctx, { ...user, turnId: 'two' }));
    answered(await settleTurn(world.deps, world.ctx, { turnId: 'two', costMicroUsd: 5n }));
    const next = await world.another();
    const third = answered(await admitTurn(next, world.ctx, { ...user, turnId: 'three' }));
    expect(third.limits).toMatchObject([{ used: 1n, held: 2n, remaining: 0n }]);
    expect(answered(await admitTurn(next, world.ctx, { ...user, turnId: 'four' })).decision).toBe(
      'denied',
    );
    await grant(world, 'u2', { requestsPerDay: 1n });
    const stale = await admitTurn(world.deps, world.ctx, { ...user, userId: 'u2', turnId: 'five' });
    expect(stale).toMatchObject({ ok: false, rejection: { code: 'not_ready' } });
  });

  it('a check answers as the admission would and leaves nothing behind', async () => {
    await using world = await turnWorld({ limits: { requestsPerDay: 1n } });
    const checked = answered(await checkTurn(world.deps, world.ctx, { ...user, turnId: 'c' }));
    expect(checked.decision).toBe('admitted');
    expect(
      answered(await admitTurn(world.deps, world.ctx, { ...user, turnId: 'c' })).decision,
    ).toBe('admitted');
    expect(
      answered(await checkTurn(world.deps, world.ctx, { ...user, turnId: 'd' })).decision,
    ).toBe('denied');
    const { rows } = await world.pool.query('SELECT count(*)::integer AS turns FROM turn');
    expect(rows).toEqual([{ turns: 1 }]);
  });
});
