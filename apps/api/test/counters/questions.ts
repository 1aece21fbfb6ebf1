import type { DecideRequest, WindowCheck } from '@purser/domain/quota/counter-types';
import type { Step } from './schedule.ts';
import { minuteMs, providerWindows, userWindows } from './windows.ts';
import { bundle, factsOf, holdsFor, providers, users, type World } from './world.ts';

type DecideStep = Omit<Extract<Step, { kind: 'decide' }>, 'kind'>;

/** The question of a decide step, with some of all checks there are. */
export function questionOf(world: World, step: DecideStep, turnId: string): DecideRequest {
  const nowMs = world.nowMs + step.skewMs;
  const minute = Math.floor(nowMs / minuteMs);
  const userId = users[step.user] ?? '';
  const scopes = step.inBundle ? ['*', bundle] : ['*'];
  const windows = scopes.flatMap((scope) =>
    userWindows(scope, minute, factsOf(world, userId).reset),
  );
  const checks = (metric: WindowCheck['metric'], max: number): WindowCheck[] =>
    windows.map((window, at) => ({ ...window, metric, limit: window.windowKey, max: max + at }));
  return {
    turnId,
    userId,
    attemptId: `attempt-${turnId}`,
    nowMs,
    holdExpiresAtMs: nowMs + 900_000,
    slotExpiresAtMs: nowMs + 180_000,
    scopes,
    estimateTokens: step.estimate,
    requests: step.checks & 1 ? checks('requests', step.max) : [],
    tokens: step.checks & 2 ? checks('tokens', step.max * 20) : [],
    concurrency: step.checks & 4 ? scopes.map((scope) => ({ scope, max: step.max })) : [],
    providerChecks: step.checks & 8 ? providerChecks(minute, scopes, step.max * 60) : [],
    providerHolds: step.holdsProviders ? holdsFor(scopes, step.estimate + 1) : [],
    apply: step.apply,
  };
}

export function providerChecks(
  minute: number,
  scopes: readonly string[],
  maxMicroUsd: number,
): DecideRequest['providerChecks'] {
  return providers.flatMap((provider) =>
    scopes.flatMap((scope) =>
      providerWindows(minute).map((window) => ({ provider, scope, ...window, maxMicroUsd })),
    ),
  );
}
