import type {
  DecideRequest,
  MinuteUsage,
  ProviderCheck,
  ProvidersLoad,
  UserLoad,
  WindowCheck,
} from '@purser/domain/quota/counter-types';

/** What P5 asks: the seven limits of a plan, a hold and a slot, for a user with some history. */

export const counterScope = { tenantId: 1, projectId: 1 };

const nowMs = 1_790_000_000_000;
const nowMinute = Math.floor(nowMs / 60_000);
const plenty = 1_000_000;

const userWindowKeys = ['anchored:30', 'calendar:day:UTC', 'lifetime', 'rolling:60'] as const;

type UserWindowKey = (typeof userWindowKeys)[number];

/** Every user's month began at another minute. */
function startOf(windowKey: UserWindowKey, user: number): number {
  switch (windowKey) {
    case 'anchored:30':
      return nowMinute - (scatter(user) % 40_000);
    case 'calendar:day:UTC':
      return nowMinute - (nowMinute % 1_440);
    case 'lifetime':
      return 0;
    case 'rolling:60':
      return nowMinute - 60;
  }
}

const providerStarts = {
  'calendar:hour:UTC': nowMinute - (nowMinute % 60),
  'calendar:day:UTC': nowMinute - (nowMinute % 1_440),
  'calendar:month:UTC': nowMinute - 20_000,
} as const;

const providers = ['anthropic', 'openai', 'brave'];

export function userAt(user: number): string {
  return `user-${user}`;
}

export function questionFor({
  user,
  turn,
  scopes,
  providers: withProviders,
}: {
  readonly user: number;
  readonly turn: number;
  readonly scopes: readonly string[];
  readonly providers: boolean;
}): DecideRequest {
  return {
    turnId: idOf(turn),
    attemptId: idOf(-turn - 1),
    userId: userAt(user),
    nowMs,
    holdExpiresAtMs: nowMs + 900_000,
    slotExpiresAtMs: nowMs + 180_000,
    scopes,
    estimateTokens: 2_000,
    requests: scopes.flatMap((scope) => requestChecks(scope, user)),
    tokens: scopes.flatMap((scope) => tokenChecks(scope, user)),
    concurrency: scopes.map((scope) => ({ scope, max: plenty })),
    providerChecks: withProviders ? providers.flatMap(providerChecks) : [],
    providerHolds: withProviders ? [{ provider: 'anthropic', scope: '*', microUsd: 30_000 }] : [],
    apply: true,
  };
}

export function emptyLoad(user: number, scopes: readonly string[]): UserLoad {
  return {
    userId: userAt(user),
    version: 0,
    asOfMinute: nowMinute,
    slots: scopes.flatMap((scope) =>
      userWindowKeys.map((windowKey) => ({
        scope,
        windowKey,
        startMinute: startOf(windowKey, user),
        requests: 1 + (scatter(user) % 50),
        tokens: scatter(user + 1) % 100_000,
        ...(windowKey === 'rolling:60' ? { minutes: minutesOf(user) } : {}),
      })),
    ),
    live: [],
  };
}

export const emptyProvidersLoad: ProvidersLoad = {
  lanes: [],
  asOfMinute: nowMinute,
  windows: Object.entries(providerStarts).map(([windowKey, startMinute]) => ({
    windowKey,
    startMinute,
  })),
  slots: [],
  holds: [],
};

function minutesOf(user: number): MinuteUsage[] {
  const first = nowMinute - 60 + (scatter(user + 2) % 30);
  return [first, first + 9, first + 20].map((minute) => [
    minute,
    1,
    scatter(minute + user) % 5_000,
  ]);
}

/** Ids as callers send them: nothing in them counts up. */
function idOf(seed: number): string {
  const part = (at: number) =>
    scatter(4 * seed + at)
      .toString(16)
      .padStart(8, '0');
  const [a, b, c, d] = [part(0), part(1), part(2), part(3)];
  return `${a}-${b.slice(4)}-7${c.slice(5)}-8${d.slice(5)}-${d}${c.slice(0, 4)}`;
}

/** Spreads whole numbers over 32 bits, the same in every run. */
function scatter(seed: number): number {
  let mixed = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b) >>> 0;
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function requestChecks(scope: string, user: number): WindowCheck[] {
  return (['calendar:day:UTC', 'anchored:30', 'lifetime'] as const).map((windowKey) => ({
    limit: windowKey,
    scope,
    metric: 'requests',
    windowKey,
    startMinute: startOf(windowKey, user),
    max: plenty,
  }));
}

function tokenChecks(scope: string, user: number): WindowCheck[] {
  return (['rolling:60', 'calendar:day:UTC', 'anchored:30'] as const).map((windowKey) => ({
    limit: windowKey,
    scope,
    metric: 'tokens',
    windowKey,
    startMinute: startOf(windowKey, user),
    max: plenty * 1_000,
  }));
}

function providerChecks(provider: string): ProviderCheck[] {
  return Object.entries(providerStarts).map(([windowKey, startMinute]) => ({
    provider,
    scope: '*',
    windowKey,
    startMinute,
    maxMicroUsd: plenty * 1_000_000,
  }));
}
