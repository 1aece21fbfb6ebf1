import { expect, test } from 'vitest';
import { type AdminWorld, openAdminWorld } from '../../testing/admin-world.ts';

const userId = 'asks-twice';

async function reasonsOf({ useCases, ctx }: AdminWorld): Promise<readonly string[]> {
  const checked = await useCases.turn.check(ctx, {
    turnId: 'asked',
    userId,
    estimateTokens: 1_000n,
  });
  if (!checked.ok) throw new Error(JSON.stringify(checked.rejection));
  return checked.value.denials.map(({ reason }) => reason);
}

test('what a command of this process does to a balance decides the next check, though one of the last second is known', async () => {
  const world = await openAdminWorld();
  try {
    expect(await reasonsOf(world)).toEqual(['project_budget_exhausted']);
    await world.useCases.budget.topUpProject(world.ctx, { amountMicroUsd: 50_000_000n }, {});
    expect(await reasonsOf(world)).toEqual([]);
  } finally {
    await world.close();
  }
});
