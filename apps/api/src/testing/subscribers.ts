import { expect } from 'vitest';
import { runCommand } from '../use-cases/command/run-command.ts';
import { createSubscription } from '../use-cases/subscription/create-subscription.ts';
import { openJobWorld } from './job-world.ts';
import { noonMs } from './turn-world.ts';

const price = 1_000_000n;

/** Periods that begin on 4 March at noon end on 4 April. */
export const periodsEndMs = Date.UTC(2026, 3, 4, 12);

/** Subscribers `u0`, `u1`, … on one plan, in a project with every job over it. */
export async function openSubscribers(count: number) {
  const opened = await openJobWorld();
  const { world, commands } = opened;
  await world.db.plan.create({
    data: {
      tenantId: 1,
      projectId: 1,
      id: 'pro',
      audience: 'user',
      name: 'Pro',
      provider: 'internal',
      monthlyPriceMicroUsd: price,
      active: true,
      projectFunded: false,
      walletBeyondLimits: true,
      version: 1,
      createdBy: 'test',
      createdAt: new Date(noonMs),
      updatedAt: new Date(noonMs),
    },
  });
  const users = Array.from({ length: count }, (_each, user) => `u${user}`);
  for (const userId of users) {
    const request = { ctx: world.ctx, input: { userId, planId: 'pro' }, meta: {} };
    expect(await runCommand(commands, createSubscription, request)).toMatchObject({ ok: true });
  }
  return { ...opened, users, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}
