import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ProjectMoney, projectLevel } from './project-level.ts';

function money(change: Partial<ProjectMoney>): ProjectMoney {
  return {
    balanceMicroUsd: 100n,
    availableMicroUsd: 100n,
    overdraftMicroUsd: 0n,
    lastTopUpMicroUsd: 100n,
    ...change,
  };
}

describe('the level of a project budget (rule F11)', () => {
  it('is low below a tenth of the last top-up, held money not counted as left', () => {
    expect(projectLevel(money({ availableMicroUsd: 10n }))).toBeNull();
    expect(projectLevel(money({ availableMicroUsd: 9n }))).toBe('low');
    expect(projectLevel(money({ balanceMicroUsd: 0n, availableMicroUsd: 0n }))).toBe('low');
  });

  it('is negative within the overdraft and passed beyond it', () => {
    const owing = (overdraftMicroUsd: bigint | null) =>
      projectLevel(money({ balanceMicroUsd: -5n, availableMicroUsd: -5n, overdraftMicroUsd }));
    expect(owing(null)).toBe('negative');
    expect(owing(5n)).toBe('negative');
    expect(owing(4n)).toBe('overdraft_passed');
    expect(owing(0n)).toBe('overdraft_passed');
  });

  it('is nothing for a project that was never topped up and owes nothing', () => {
    const fresh = { balanceMicroUsd: 0n, availableMicroUsd: 0n, lastTopUpMicroUsd: null };
    expect(projectLevel(money(fresh))).toBeNull();
  });

  it('never gets better by spending', () => {
    const order = [null, 'low', 'negative', 'overdraft_passed'];
    fc.assert(
      fc.property(
        fc.record({
          balanceMicroUsd: fc.bigInt(-50n, 200n),
          overdraftMicroUsd: fc.option(fc.bigInt(0n, 40n)),
          lastTopUpMicroUsd: fc.option(fc.bigInt(1n, 300n)),
        }),
        fc.bigInt(0n, 80n),
        (before, spent) => {
          const at = (balanceMicroUsd: bigint) =>
            projectLevel({ ...before, balanceMicroUsd, availableMicroUsd: balanceMicroUsd });
          const was = order.indexOf(at(before.balanceMicroUsd));
          expect(order.indexOf(at(before.balanceMicroUsd - spent))).toBeGreaterThanOrEqual(was);
        },
      ),
    );
  });
});
