import { expect } from 'vitest';
import { decide, type Subject } from './driver.ts';
import { providerChecks, questionOf } from './questions.ts';
import {
  heldTurns,
  minuteOf,
  runningTurns,
  scopes,
  spentSince,
  type Turn,
  usedSince,
  users,
  type World,
} from './world.ts';

/**
 * Once everything was told, the counters say of every window what summing over all turns says. The
 * question writes nothing.
 */
export async function audit(subjects: readonly Subject[], world: World): Promise<void> {
  for (const [user, userId] of users.entries()) {
    const step = { user, inBundle: true, estimate: 0, max: 1_000_000, checks: 7 };
    const asked = { ...step, holdsProviders: false, apply: false, skewMs: 0 };
    const request = questionOf(world, asked, `audit-${userId}`);
    const checks = providerChecks(minuteOf(world), scopes, 1_000_000_000);
    const answer = await decide(subjects, world, { ...request, providerChecks: checks });
    const held = heldTurns(world).filter(({ entry }) => entry.userId === userId);
    expect(answer.requests).toEqual(
      request.requests.map((check) => ({
        used: usedSince(world, { userId, ...check }).requests,
        held: inScope(held, check.scope).length,
      })),
    );
    expect(answer.tokenWindows).toEqual(
      request.tokens.map((check) => ({
        used: usedSince(world, { userId, ...check }).tokens,
        held: inScope(held, check.scope).reduce((sum, { tokens }) => sum + tokens, 0),
      })),
    );
    const running = runningTurns(world).filter(({ entry }) => entry.userId === userId);
    expect(answer.concurrency).toEqual(
      request.concurrency.map(({ scope }) => inScope(running, scope).length),
    );
    expect(answer.providers).toEqual(
      checks.map((check) => ({ used: spentSince(world, check), held: heldBy(world, check) })),
    );
  }
}

function inScope(turns: readonly Turn[], scope: string): Turn[] {
  return turns.filter(({ entry }) => entry.scopes.includes(scope));
}

function heldBy(world: World, pair: { readonly provider: string; readonly scope: string }): number {
  return heldTurns(world)
    .flatMap(({ entry }) => entry.providerHolds)
    .filter(({ provider, scope }) => provider === pair.provider && scope === pair.scope)
    .reduce((sum, { microUsd }) => sum + microUsd, 0);
}
