import type { AdmitTurn } from '@purser/schema/contract/turn';
import { describe, expect, it } from 'vitest';
import type { TurnLedger } from '../../ports/turn-ledger.ts';
import { noonMs, type TurnWorld, turnWorld } from '../../testing/turn-world.ts';
import { admitTurn } from './admit-turn.ts';
import { checkTurn } from './check-turn.ts';
import { releaseTurn } from './close-turn.ts';

const first: AdmitTurn = { turnId: 't', userId: 'u1', estimateTokens: 2_000n };

/** A cap that the estimate of one turn reaches. */
const openaiADay = {
  tenantId: 1,
  projectId: 1,
  provider: 'openai',
  bundleId: '*',
  perDayMicroUsd: 30_000n,
  active: true,
  version: 1,
  createdBy: 'test',
  updatedBy: 'test',
  createdAt: new Date(noonMs),
  updatedAt: new Date(noonMs),
};

/** A process whose next admission is held between the counters and the ledger while `meanwhile` runs. */
function interrupted(world: TurnWorld, meanwhile: () => Promise<void>): TurnWorld['deps'] {
  let waits: (() => Promise<void>) | null = meanwhile;
  const submit: TurnLedger['submit'] = async (scope, item) => {
    const run = waits;
    waits = null;
    await run?.();
    return world.deps.ledger.submit(scope, item);
  };
  return { ...world.deps, ledger: { submit, close: () => world.deps.ledger.close() } };
}

/** What a turn of another id would find held. */
async function heldTokens(world: TurnWorld, bundleId?: string): Promise<(bigint | undefined)[]> {
  const asked = { ...first, turnId: 'other', ...(bundleId !== undefined && { bundleId }) };
  const outcome = await checkTurn(world.deps, world.ctx, asked);
  if (!outcome.ok) throw new Error(outcome.rejection.message);
  return outcome.value.limits.map(({ held }) => held);
}

describe('two admissions under one turn id', () => {
  it.each<[string, Partial<AdmitTurn>]>([
    ['more tokens', { estimateTokens: 5_000n }],
    ['fewer tokens', { estimateTokens: 500n }],
    ['another bundle', { bundleId: 'b' }],
    ['other providers', { providers: ['anthropic'] }],
  ])('one that asks for %s while the first is being decided changes nothing', async (_, other) => {
    await using world = await turnWorld({ limits: { tokensPerDay: 10_000n } });
    const deps = interrupted(world, async () => {
      expect(await admitTurn(world.deps, world.ctx, { ...first, ...other })).toMatchObject({
        ok: false,
        rejection: { code: 'in_progress' },
      });
    });
    expect(await admitTurn(deps, world.ctx, first)).toMatchObject({
      value: { decision: 'admitted', holds: { tokens: 2_000n } },
    });
    expect(await heldTokens(world)).toEqual([2_000n]);
    const { rows } = await world.pool.query('SELECT held_tokens, providers FROM turn');
    expect(rows).toEqual([{ held_tokens: 2_000n, providers: [] }]);
  });

  it('the same request joins the first while that is being decided, and both hold it once', async () => {
    await using world = await turnWorld({ limits: { maxConcurrent: 1n, tokensPerDay: 2_000n } });
    const deps = interrupted(world, async () => {
      expect(await admitTurn(world.deps, world.ctx, first)).toMatchObject({ ok: true });
    });
    expect(await admitTurn(deps, world.ctx, first)).toMatchObject({
      value: { decision: 'admitted', holds: { tokens: 2_000n } },
    });
    expect(await heldTokens(world)).toEqual([1n, 2_000n]);
  });

  it('the same request is told to ask again where the first was given fewer tokens than there are by now', async () => {
    await using world = await turnWorld({ limits: { tokensPerDay: 3_000n } });
    await admitTurn(world.deps, world.ctx, { ...first, turnId: 'before' });
    const deps = interrupted(world, async () => {
      await releaseTurn(world.deps, world.ctx, { turnId: 'before' });
      expect(await admitTurn(world.deps, world.ctx, first)).toMatchObject({
        ok: false,
        rejection: { code: 'in_progress' },
      });
    });
    expect(await admitTurn(deps, world.ctx, first)).toMatchObject({
      value: { decision: 'denied', denials: [{ reason: 'rate_limited' }] },
    });
    expect(await admitTurn(world.deps, world.ctx, first)).toMatchObject({
      value: { decision: 'admitted', holds: { tokens: 2_000n } },
    });
  });

  it('once the first is refused, the other is decided by what it asks itself', async () => {
    await using world = await turnWorld({ limits: { tokensPerDay: 10_000n } });
    const more = { ...first, estimateTokens: 50_000n };
    expect(await admitTurn(world.deps, world.ctx, more)).toMatchObject({
      value: { decision: 'denied' },
    });
    expect(await admitTurn(world.deps, world.ctx, first)).toMatchObject({
      value: { holds: { tokens: 2_000n } },
    });
  });

  it('a repetition that names other providers keeps to those of the admission', async () => {
    await using world = await turnWorld();
    await world.db.budgetPolicy.create({ data: openaiADay });
    await world.deps.rules.changed({ tenantId: 1, projectId: 1 });
    await admitTurn(world.deps, world.ctx, first);
    const again = await admitTurn(world.deps, world.ctx, { ...first, providers: ['openai'] });
    expect(again).toMatchObject({ ok: true, replayed: true });
    const next = { ...first, turnId: 'next', providers: ['openai'] };
    const outcome = await checkTurn(world.deps, world.ctx, next);
    expect(outcome).toMatchObject({ value: { decision: 'admitted' } });
  });
});
