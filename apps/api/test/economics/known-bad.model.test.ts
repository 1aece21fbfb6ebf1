import { describe, expect, it } from 'vitest';
import { openAdminWorld } from '../../src/testing/admin-world.ts';
import { brokenInvariants } from '../../src/testing/check-books.ts';
import { turnWorld } from '../../src/testing/turn-world.ts';
import { admitTurn } from '../../src/use-cases/turn/admit-turn.ts';
import { RealWorld } from './real-world.ts';
import { runSequence, takes } from './run-sequence.ts';
import { sabotage } from './sabotage.ts';
import type { Step } from './steps.ts';

/** Money, holds, a settlement below its hold, and its repetition. */
const steps: readonly Step[] = [
  { do: 'topUpProject', amount: 900_000n, key: 'k1' },
  { do: 'topUpProject', amount: 900_000n, key: 'k1' },
  { do: 'admit', turnId: 't1', userId: 'ada', bundleId: '*', tokens: 9_000n },
  { do: 'admit', turnId: 't1', userId: 'ada', bundleId: '*', tokens: 9_000n },
  { do: 'settle', turnId: 't1', of: 40n, plus: 1n },
  { do: 'settle', turnId: 't1', of: 40n, plus: 1n },
  { do: 'admit', turnId: 't2', userId: 'ada', bundleId: '*', tokens: 7_777n },
  { do: 'settle', turnId: 't2', of: 115n, plus: 1n },
  { do: 'admit', turnId: 't3', userId: 'ada', bundleId: '*', tokens: 6_500n },
  { do: 'settle', turnId: 't3', of: 100n, plus: 0n },
];

const open = async () => new RealWorld(await openAdminWorld(), async () => {});

describe('the model test, given a product that is wrong on purpose', () => {
  it('passes the same steps where nothing is wrong', () => runSequence(takes(steps), open));

  it.each([
    ['a settlement that forgets to free the rest of its hold', 'remainder'],
    ['a settlement that is not known again', 'repetition'],
    ['amounts that pass through floating dollars', 'float'],
  ] as const)('is red at %s', async (_what, fault) => {
    const broken = async () => {
      const real = await open();
      await sabotage(real.world.pool, fault);
      return real;
    };
    await expect(runSequence(takes(steps), broken)).rejects.toThrow();
  });

  it('and its invariants are broken where the budget is not locked', async () => {
    await using world = await turnWorld();
    await sabotage(world.pool, 'lock');
    // They share counters: with counters of their own only one of them decides at a time.
    const { counters } = world.deps;
    const processes = [world.deps, await world.another(counters), await world.another(counters)];
    const wanted = 'held money is the open holds';
    let broken: readonly string[] = [];
    // Two batches must read before either writes: that takes some rounds, how many is chance.
    for (let round = 0; round < 300 && !broken.includes(wanted); round += 1) {
      await Promise.all(
        processes.flatMap((deps, process) =>
          Array.from({ length: 8 }, (_each, number) => {
            const turnId = `t${round}-${process}-${number}`;
            return admitTurn(deps, world.ctx, {
              turnId,
              userId: turnId,
              estimateTokens: 10n,
            }).catch(() => null);
          }),
        ),
      );
      broken = await brokenInvariants(world.pool);
    }
    expect(broken).toContain(wanted);
  });
});
