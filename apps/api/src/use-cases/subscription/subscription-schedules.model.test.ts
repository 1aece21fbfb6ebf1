import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenInvariants } from '../../testing/check-books.ts';
import {
  done,
  openSubscriptionWorld,
  type SubscriptionWorld,
} from '../../testing/subscription-world.ts';
import { reapTurns } from '../turn/reap-turns.ts';
import { renewDueSubscriptions } from './renew-due-subscriptions.ts';

/** One thing that happens; those of a group happen at once. */
type Step =
  | { readonly do: 'admit'; readonly turn: number; readonly tokens: bigint }
  | { readonly do: 'settle'; readonly turn: number; readonly cost: bigint }
  | { readonly do: 'release'; readonly turn: number }
  | { readonly do: 'top up'; readonly amount: bigint }
  | { readonly do: 'change plan'; readonly plan: string }
  | { readonly do: 'wait'; readonly hours: number }
  | {
      readonly do:
        | 'renew'
        | 'renew early'
        | 'cancel'
        | 'cancel later'
        | 'create'
        | 'sweep'
        | 'sweep job'
        | 'reap';
    };

const turn = fc.integer({ min: 0, max: 20 });
const of = <Kind extends Step['do']>(kind: Kind) => fc.constant(kind);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: of('admit'), turn, tokens: fc.bigInt(1n, 30_000n) }) },
  { weight: 6, arbitrary: fc.record({ do: of('settle'), turn, cost: fc.bigInt(0n, 600_000n) }) },
  { weight: 2, arbitrary: fc.record({ do: of('release'), turn }) },
  { weight: 1, arbitrary: fc.record({ do: of('top up'), amount: fc.bigInt(1n, 500_000n) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: of('change plan'), plan: fc.constantFrom('pro', 'max', 'free') }),
  },
  { weight: 2, arbitrary: fc.record({ do: of('wait'), hours: fc.constantFrom(1, 7, 200, 745) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'renew',
        'renew early',
        'cancel',
        'cancel later',
        'create',
        'sweep',
        'sweep job',
        'reap',
      ),
    }),
  },
);

const schedule = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), {
  minLength: 4,
  maxLength: 12,
});

describe('any schedule of turns, renewals, sweeps, cancellations and changes of plan, many at once', () => {
  it('loses no money: every period is what it was topped up with, and a closed one ends at zero', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, fc.constantFrom(null, 0n, 200_000n), async (groups, overdraft) => {
        const world = await openSubscriptionWorld({
          priceMicroUsd: 1_000_000n,
          projectMicroUsd: 2_000_000n,
        });
        try {
          const run = new Run(world, overdraft);
          await run.begin();
          for (const group of groups) await run.together(group);
          await run.end();
        } finally {
          await world.close();
        }
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });
});

const ada = { userId: 'ada' };

class Run {
  readonly #world: SubscriptionWorld;
  readonly #overdraft: bigint | null;
  #nowMs = Date.parse('2026-11-22T12:00:00Z');

  constructor(world: SubscriptionWorld, overdraft: bigint | null) {
    this.#world = world;
    this.#overdraft = overdraft;
  }

  async begin(): Promise<void> {
    const { useCases, ctx } = this.#world;
    done(await useCases.plan.upsert(ctx, { planId: 'max', monthlyPriceMicroUsd: 3_000_000n }, {}));
    for (const planId of ['pro', 'max', 'free']) {
      const limits = {
        maxConcurrent: null,
        requestsPerDay: null,
        tokensPerHour: null,
        tokensPerDay: 400_000n,
      };
      done(await useCases.quota.setPolicy(ctx, { planId, bundleId: '*', limits }, {}));
    }
    await this.#allowOverdraft();
  }

  async together(group: readonly Step[]): Promise<void> {
    await Promise.all(group.map((each) => this.#take(each)));
    await this.#check();
  }

  /** Everything ends, and the jobs run once: nothing is left in any closed period. */
  async end(): Promise<void> {
    await this.#take({ do: 'wait', hours: 1 });
    await this.#take({ do: 'reap' });
    await this.#take({ do: 'cancel' });
    await this.#world.sweepJob();
    await this.#check();
    const { rows } = await this.#world.pool.query(
      `SELECT reference FROM account WHERE kind = 'period' AND (credits_posted <> debits_posted OR debits_pending <> 0)`,
    );
    expect(rows).toEqual([]);
  }

  async #check(): Promise<void> {
    const { pool } = this.#world;
    expect(await brokenInvariants(pool)).toEqual([]);
    const { rows } = await pool.query(
      `SELECT reference FROM account WHERE kind = 'period' AND closed_at IS NULL
          AND credits_posted - debits_posted - debits_pending + overdraft < 0`,
    );
    expect(rows).toEqual([]);
  }

  async #allowOverdraft(): Promise<void> {
    const { useCases, ctx } = this.#world;
    const input = { ...ada, overdraftMicroUsd: this.#overdraft };
    await useCases.subscription.setOverdraft(ctx, input, {});
  }

  async #take(each: Step): Promise<unknown> {
    const { useCases, ctx, deps } = this.#world;
    const commands = useCases.subscription;
    switch (each.do) {
      case 'admit':
        return useCases.turn.admit(ctx, {
          ...ada,
          turnId: `t${each.turn}`,
          estimateTokens: each.tokens,
        });
      case 'settle':
        return useCases.turn.settle(ctx, { turnId: `t${each.turn}`, costMicroUsd: each.cost });
      case 'release':
        return useCases.turn.release(ctx, { turnId: `t${each.turn}` });
      case 'top up':
        return commands.topUp(ctx, { ...ada, amountMicroUsd: each.amount, force: true }, {});
      case 'change plan':
        return commands.changePlan(ctx, { ...ada, planId: each.plan }, {});
      case 'wait':
        this.#nowMs += each.hours * 3_600_000;
        return this.#world.setNow(new Date(this.#nowMs));
      case 'renew':
        return renewDueSubscriptions(deps, ctx.scope).then(whole);
      case 'renew early': {
        const periodKey = (await this.#world.subscription()).period?.key;
        return commands.renew(ctx, { ...ada, periodKey }, {});
      }
      case 'cancel':
        return commands.cancel(ctx, ada, {});
      case 'cancel later':
        return commands.cancel(ctx, { ...ada, atPeriodEnd: true }, {});
      case 'create':
        await commands.create(ctx, { ...ada, planId: 'pro' }, {});
        return this.#allowOverdraft();
      case 'sweep':
        return commands.sweep(ctx, { limit: 10 }, {}).then((outcome) => {
          expect(done(outcome).failed).toBe(0);
        });
      case 'sweep job':
        return this.#world.sweepJob();
      case 'reap':
        return reapTurns(deps, ctx.scope, { nowMs: this.#nowMs, limit: 100 });
    }
  }
}

function whole(report: { readonly failed: number; readonly error: string | null }): void {
  expect(report).toMatchObject({ failed: 0 });
}
