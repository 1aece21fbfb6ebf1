import {
  addAttempt,
  asksElse,
  changeLive,
  isLive,
  liveInstant,
  liveSumsAt,
  putLive,
  renew,
  sweepLive,
} from './counter-live.ts';
import {
  heldAt,
  keepHolds,
  pairKey,
  providerInstant,
  spentIn,
  sweepHolds,
  turnKey,
} from './counter-providers.ts';
import type { CounterState, LiveTurn, UserState } from './counter-state.ts';
import { emptyUser, userOf } from './counter-state.ts';
import type {
  DecideAnswer,
  DecidedAnswer,
  DecideRequest,
  LoadAnswer,
  Observed,
  RollingUsage,
  WindowCheck,
} from './counter-types.ts';
import type { Usage } from './counter-usage.ts';
import { isRolling, minutesIn, usageIn } from './counter-usage.ts';

/**
 * Admission's one question (docs/economics.md §5 and §6.1a): requests, totals, concurrency and
 * provider budgets deny when used + held >= limit; token windows cut what is held. Answers what it
 * observed in every case, and holds one request, the slot, the tokens and the provider money when
 * nothing denies and `apply` is set. Nothing is written otherwise.
 */
export function decide(state: CounterState, request: DecideRequest): DecideAnswer {
  if (state.epoch === null) return { kind: 'load', epoch: true, user: false, providers: false };
  const user = state.users.get(request.userId) ?? emptyUser();
  user.recentlyUsed = true;
  const usage = { requests: used(user, request.requests), tokens: used(user, request.tokens) };
  const spent = request.providerChecks.map((check) => spentIn(state.providers, check));
  const missing = whatIsMissing(state, user, request, {
    user: usage.requests.includes(null) || usage.tokens.includes(null),
    providers: spent.includes(null),
  });
  if (missing !== null) return missing;
  const observed = observe(state, user, request, {
    requests: known(usage.requests),
    tokens: known(usage.tokens),
    spent: known(spent),
  });
  const turn = user.live.get(request.turnId);
  if (turn !== undefined && isLive(turn, liveInstant(user, request.nowMs))) {
    const taken = asksElse(turn, request.attemptId);
    const held = { already: true, taken, denied: false, tokens: turn.tokens };
    if (request.apply && !taken) join(state, user, turn, request);
    if (request.apply || !taken) return answer(state.epoch, observed, held);
  }
  const denied = denies(request, observed);
  const tokens = cut(request, observed);
  const rolling = rollingOf(user, request, observed);
  if (request.apply && !denied) hold(state, request, tokens);
  const fresh = { already: false, taken: false, denied, tokens };
  return answer(state.epoch, { ...observed, rolling }, fresh);
}

type Seen = Pick<
  DecidedAnswer,
  'requests' | 'tokenWindows' | 'concurrency' | 'providers' | 'rolling'
>;

type Known = {
  readonly requests: readonly Usage[];
  readonly tokens: readonly Usage[];
  readonly spent: readonly number[];
};

function used(user: UserState, checks: readonly WindowCheck[]): (Usage | null)[] {
  return checks.map((check) => usageIn(user, check));
}

function known<T>(values: readonly (T | null)[]): T[] {
  return values.filter((value) => value !== null);
}

/** A question without checks of the user or the providers needs nothing of them. */
function whatIsMissing(
  state: CounterState,
  user: UserState,
  request: DecideRequest,
  gaps: { readonly user: boolean; readonly providers: boolean },
): LoadAnswer | null {
  const asksUser = request.requests.length + request.tokens.length + request.concurrency.length > 0;
  const asksProviders = request.providerChecks.length + request.providerHolds.length > 0;
  const userMissing = gaps.user || (asksUser && !user.loaded);
  const providersMissing = gaps.providers || (asksProviders && !state.providers.loaded);
  if (!userMissing && !providersMissing) return null;
  return { kind: 'load', epoch: false, user: userMissing, providers: providersMissing };
}

function observe(state: CounterState, user: UserState, request: DecideRequest, usage: Known): Seen {
  const live = liveSumsAt(user, liveInstant(user, request.nowMs));
  const held = heldAt(state.providers, providerInstant(state.providers, request.nowMs));
  return {
    requests: request.requests.map(({ scope }, index) => ({
      used: usage.requests[index]?.requests ?? 0,
      held: live.get(scope)?.requests ?? 0,
    })),
    tokenWindows: request.tokens.map(({ scope }, index) => ({
      used: usage.tokens[index]?.tokens ?? 0,
      held: live.get(scope)?.tokens ?? 0,
    })),
    concurrency: request.concurrency.map(({ scope }) => live.get(scope)?.slots ?? 0),
    providers: request.providerChecks.map(({ provider, scope }, index) => ({
      used: usage.spent[index] ?? 0,
      held: held.get(pairKey(provider, scope)) ?? 0,
    })),
    rolling: [],
  };
}

function denies(request: DecideRequest, seen: Seen): boolean {
  return (
    request.requests.some(({ max }, index) => remaining(max, seen.requests[index]) <= 0) ||
    request.concurrency.some(({ max }, index) => (seen.concurrency[index] ?? 0) >= max) ||
    request.providerChecks.some(
      ({ maxMicroUsd }, index) => remaining(maxMicroUsd, seen.providers[index]) <= 0,
    )
  );
}

function cut(request: DecideRequest, seen: Seen): number {
  const remainders = request.tokens.map(({ max }, index) =>
    remaining(max, seen.tokenWindows[index]),
  );
  return Math.max(0, Math.min(request.estimateTokens, ...remainders));
}

function remaining(max: number, seen: Observed | undefined): number {
  return max - (seen?.used ?? 0) - (seen?.held ?? 0);
}

/** Each rolling window once, in the order of the checks, if it denied or cut. */
function rollingOf(user: UserState, request: DecideRequest, seen: Seen): RollingUsage[] {
  const binding = [
    ...request.requests.filter((check, at) => remaining(check.max, seen.requests[at]) <= 0),
    ...request.tokens.filter(
      (check, at) => remaining(check.max, seen.tokenWindows[at]) < request.estimateTokens,
    ),
  ].filter(({ windowKey }) => isRolling(windowKey));
  const first = binding.filter(
    (check, at) =>
      binding.findIndex((b) => b.scope === check.scope && b.windowKey === check.windowKey) === at,
  );
  return first.map(({ scope, windowKey, startMinute }) => ({
    scope,
    windowKey,
    minutes: minutesIn(user, { scope, windowKey, startMinute }),
  }));
}

/** Another attempt at a turn that is live: its expiries are renewed, nothing else changes. */
function join(state: CounterState, user: UserState, turn: LiveTurn, request: DecideRequest): void {
  changeLive(user, turn, () => renew(turn, request));
  addAttempt(turn, request.attemptId);
  keepHolds(state.providers, turnKey(request.userId, request.turnId), {
    expiresAtMs: turn.holdExpiresAtMs,
    holds: request.providerHolds,
  });
}

function hold(state: CounterState, request: DecideRequest, tokens: number): void {
  const { userId, turnId, attemptId, scopes, holdExpiresAtMs, slotExpiresAtMs } = request;
  const user = userOf(state, userId);
  sweepLive(user, liveInstant(user, request.nowMs));
  const attempts = [attemptId];
  putLive(user, turnId, { scopes, tokens, holdExpiresAtMs, slotExpiresAtMs, attempts });
  if (request.providerHolds.length === 0) return;
  sweepHolds(state.providers, providerInstant(state.providers, request.nowMs));
  keepHolds(state.providers, turnKey(userId, turnId), {
    expiresAtMs: holdExpiresAtMs,
    holds: request.providerHolds,
  });
}

function answer(
  epoch: string,
  seen: Seen,
  outcome: Pick<DecidedAnswer, 'already' | 'taken' | 'denied' | 'tokens'>,
): DecidedAnswer {
  return { kind: 'decided', epoch, ...outcome, ...seen };
}
