import type {
  LiveEntry,
  ProviderHold,
  ProvidersLoad,
  ToldBatch,
  ToldTurn,
  UserLoad,
} from '@purser/domain/quota/counter-types';
import { minuteMs, providerWindows, type Reset, userWindows } from './windows.ts';

/**
 * What PostgreSQL knows, as plain lists: every turn, every settle, every batch. It answers what the
 * counters should say by summing over all of it.
 */
export type World = {
  nowMs: number;
  epoch: number;
  readonly turns: Turn[];
  readonly lanes: Map<string, ToldBatch[]>;
  readonly users: Map<string, UserFacts>;
};

export type UserFacts = { version: number; reset: Reset; readonly settles: ToldTurn[] };

export type Turn = {
  readonly entry: LiveEntry;
  tokens: number;
  holdExpiresAtMs: number;
  slotExpiresAtMs: number;
  /** Attempts that the counters hold the turn for: neither given back nor fenced. */
  attempts: Set<string>;
  state: 'deciding' | 'admitted' | 'closed';
};

export const bundle = 'b';
export const scopes = ['*', bundle] as const;
export const users: readonly string[] = ['u1', 'ü|2}', 'u3'];
export const providers = ['openai', 'x:1|*'] as const;

export function newWorld(nowMs: number): World {
  const minute = Math.floor(nowMs / minuteMs);
  const reset = { anchorMinute: minute, resetMinute: 0 };
  const facts = users.map((id): [string, UserFacts] => [id, { version: 0, reset, settles: [] }]);
  return { nowMs, epoch: 0, turns: [], lanes: new Map(), users: new Map(facts) };
}

export function factsOf(world: World, userId: string): UserFacts {
  const facts = world.users.get(userId);
  if (facts === undefined) throw new Error(`No user ${userId}.`);
  return facts;
}

export function minuteOf(world: World): number {
  return Math.floor(world.nowMs / minuteMs);
}

export function entryOf(turn: Turn): LiveEntry {
  const { tokens, holdExpiresAtMs, slotExpiresAtMs } = turn;
  return { ...turn.entry, tokens, holdExpiresAtMs, slotExpiresAtMs };
}

/** Turns that the counters should count as held at the world's instant. */
export function heldTurns(world: World): Turn[] {
  return present(world).filter(({ holdExpiresAtMs }) => holdExpiresAtMs > world.nowMs);
}

export function runningTurns(world: World): Turn[] {
  return present(world).filter(({ slotExpiresAtMs }) => slotExpiresAtMs > world.nowMs);
}

function present(world: World): Turn[] {
  return world.turns.filter(
    ({ state, attempts }) => state === 'admitted' || (state === 'deciding' && attempts.size > 0),
  );
}

export function usedSince(
  world: World,
  { userId, scope, startMinute }: { userId: string; scope: string; startMinute: number },
): { requests: number; tokens: number } {
  const settles = factsOf(world, userId).settles.filter(
    (settle) => settle.atMinute >= startMinute && settle.scopes.includes(scope),
  );
  return {
    requests: settles.reduce((sum, { requests }) => sum + requests, 0),
    tokens: settles.reduce((sum, { tokens }) => sum + tokens, 0),
  };
}

export function spentSince(
  world: World,
  { provider, scope, startMinute }: { provider: string; scope: string; startMinute: number },
): number {
  let spent = 0;
  for (const { settles } of world.users.values()) {
    for (const settle of settles) {
      if (settle.atMinute < startMinute) continue;
      for (const spend of settle.providerSpend) {
        if (spend.provider === provider && spend.scope === scope) spent += spend.microUsd;
      }
    }
  }
  return spent;
}

export function loadOfUser(world: World, userId: string): UserLoad {
  const facts = factsOf(world, userId);
  const minute = minuteOf(world);
  const slots = scopes.flatMap((scope) =>
    userWindows(scope, minute, facts.reset).map((window) => ({
      ...window,
      ...usedSince(world, { userId, ...window }),
      minutes: facts.settles
        .filter((settle) => settle.scopes.includes(scope))
        .map(({ atMinute, requests, tokens }) => [atMinute, requests, tokens] as const),
    })),
  );
  const live = world.turns.filter(
    ({ state, entry }) => state === 'admitted' && entry.userId === userId,
  );
  const latest = Math.max(minute, ...facts.settles.map(({ atMinute }) => atMinute));
  return { userId, version: facts.version, asOfMinute: latest, slots, live: live.map(entryOf) };
}

export function loadOfProviders(world: World): ProvidersLoad {
  const minute = minuteOf(world);
  const windows = providerWindows(minute);
  const pairs = providers.flatMap((provider) => scopes.map((scope) => ({ provider, scope })));
  const latest = [...world.users.values()].flatMap(({ settles }) =>
    settles.map(({ atMinute }) => atMinute),
  );
  return {
    lanes: [...world.lanes].map(([laneId, batches]) => ({ laneId, seq: batches.length })),
    asOfMinute: Math.max(minute, ...latest),
    windows,
    slots: pairs
      .flatMap((pair) =>
        windows.map((window) => ({
          ...pair,
          ...window,
          spentMicroUsd: spentSince(world, { ...pair, ...window }),
        })),
      )
      .filter(({ spentMicroUsd }) => spentMicroUsd > 0),
    holds: world.turns
      .filter(({ state, entry }) => state === 'admitted' && entry.providerHolds.length > 0)
      .map((turn) => ({ ...entryOf(turn), holds: turn.entry.providerHolds })),
  };
}

export function holdsFor(scopesOfTurn: readonly string[], microUsd: number): ProviderHold[] {
  return providers.flatMap((provider) =>
    scopesOfTurn.map((scope) => ({ provider, scope, microUsd })),
  );
}
