import type { AdmitAnswer, SettleAnswer, TurnOutcome } from '@purser/schema/contract/turn';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../testing/check-books.ts';
import { giveWallet, grant, noonMs, type TurnWorld, turnWorld } from '../../testing/turn-world.ts';
import { admitTurn } from './admit-turn.ts';
import { heartbeatTurn, releaseTurn } from './close-turn.ts';
import { reapTurns } from './reap-turns.ts';
import { settleTurn } from './settle-turn.ts';
import type { TurnDeps } from './turn-deps.ts';

/** One thing that happens; several in a group happen at once. */
type Step =
  | { readonly do: 'admit'; readonly turn: number; readonly user: number; readonly tokens: bigint }
  | { readonly do: 'settle'; readonly turn: number; readonly cost: bigint }
  | { readonly do: 'release' | 'heartbeat'; readonly turn: number }
  | { readonly do: 'credit'; readonly user: number; readonly amount: bigint }
  | { readonly do: 'grant'; readonly user: number }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'reap' | 'restart' };

const turn = fc.integer({ min: 0, max: 25 });
const user = fc.integer({ min: 0, max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('admit' as const),
      turn,
      user,
      tokens: fc.bigInt(1n, 6_000n),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      turn,
      cost: fc.bigInt(0n, 150_000n),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('release' as const, 'heartbeat' as const), turn }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('credit' as const),
      user,
      amount: fc.bigInt(1n, 90_000n),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('grant' as const), user }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      minutes: fc.constantFrom(1, 4, 16, 61, 900),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('reap' as const, 'restart' as const) }) },
);

const schedule = fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), {
  minLength: 5,
  maxLength: 14,
});

describe('any schedule of turns, credits, grants, waits and restarts', () => {
  it('keeps every balance equal to its transfers, every limit and floor, and answers repetitions the same', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async (groups) => {
        await using world = await turnWorld({
          limits: {
            maxConcurrent: 3n,
            requestsPerDay: 6n,
            tokensPerHour: 9_000n,
            tokensPerDay: 12_000n,
          },
          projectMicroUsd: 400_000n,
        });
        const run = new Run(world);
        for (const group of groups) await run.together(group);
        await run.repeatEverything();
        expect(await brokenInvariants(world.pool)).toEqual([]);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});

/** Carries a schedule out and remembers what must be answered again. */
class Run {
  readonly #world: TurnWorld;
  readonly #settled = new Map<number, { cost: bigint; answer: SettleAnswer }>();
  #deps: TurnDeps;
  #nowMs = noonMs;

  constructor(world: TurnWorld) {
    this.#world = world;
    this.#deps = world.deps;
  }

  async together(group: readonly Step[]): Promise<void> {
    // A restart is alone: the process before it is gone when the next one starts.
    await Promise.all(
      group.filter((each) => each.do !== 'restart').map((each) => this.#take(each)),
    );
    for (const each of group.filter(({ do: what }) => what === 'restart')) await this.#take(each);
    const broken = await brokenInvariants(this.#world.pool);
    expect(broken).toEqual([]);
  }

  async repeatEverything(): Promise<void> {
    for (const [id, { cost, answer }] of this.#settled) {
      const again = await settleTurn(this.#deps, this.#world.ctx, {
        turnId: `t${id}`,
        costMicroUsd: cost,
      });
      expect(again).toMatchObject({ ok: true, value: answer });
    }
  }

  async #take(each: Step): Promise<void> {
    const { ctx } = this.#world;
    switch (each.do) {
      case 'admit':
        return withinLimits(
          await admitTurn(this.#deps, ctx, {
            turnId: `t${each.turn}`,
            userId: `u${each.user}`,
            estimateTokens: each.tokens,
          }),
        );
      case 'settle': {
        const answer = await settleTurn(this.#deps, ctx, {
          turnId: `t${each.turn}`,
          costMicroUsd: each.cost,
        });
        if (answer.ok) this.#settled.set(each.turn, { cost: each.cost, answer: answer.value });
        return;
      }
      case 'release':
        await releaseTurn(this.#deps, ctx, { turnId: `t${each.turn}` });
        return;
      case 'heartbeat':
        await heartbeatTurn(this.#deps, ctx, { turnId: `t${each.turn}` });
        return;
      case 'credit':
        await giveWallet(
          this.#world,
          `u${each.user}`,
          each.amount,
          new Date(this.#nowMs + 3_600_000),
        );
        return;
      case 'grant':
        return grant(this.#world, `u${each.user}`, { requestsPerDay: 1n });
      case 'wait':
        this.#nowMs += each.minutes * 60_000;
        return this.#world.moveTo(this.#nowMs);
      case 'reap':
        await reapTurns(this.#deps, ctx.scope, { nowMs: this.#nowMs, limit: 50 });
        return;
      case 'restart':
        this.#deps = await this.#world.another();
    }
  }
}

/**
 * Right after an admission nothing it touched is beyond its limit (invariant 4). A token window that
 * facts have overrun gives nothing more: such a turn is the wallet's alone.
 */
function withinLimits(outcome: TurnOutcome<AdmitAnswer>): void {
  if (!outcome.ok || outcome.value.decision === 'denied' || outcome.replayed) return;
  for (const { limit, used, held, allowed } of outcome.value.limits) {
    const holdsNone = limit.startsWith('tokens') && outcome.value.holds?.tokens === 0n;
    if (!holdsNone) expect(used + held).toBeLessThanOrEqual(allowed);
  }
}
