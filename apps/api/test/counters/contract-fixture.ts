import type {
  DecideAnswer,
  DecidedAnswer,
  DecideRequest,
  ProvidersLoad,
  ToldTurn,
  UserLoad,
} from '@purser/domain/quota/counter-types';
import type { Counters } from '../../src/ports/counters.ts';

/** One project with one user, whose limits each test sets. */

export const scope = { tenantId: 1, projectId: 2 };
export const epoch = '1';
export const nowMs = Date.UTC(2026, 5, 15, 12, 30);
export const minute = nowMs / 60_000;
export const dayStart = minute - 750;
export const openai = { provider: 'openai', scope: '*' };

const day = { scope: '*', windowKey: 'calendar:day:UTC', startMinute: dayStart };
const hour = { scope: '*', windowKey: 'rolling:60', startMinute: minute - 60 };
const providerHour = { windowKey: 'calendar:hour:UTC', startMinute: minute - 30 };

export type Limits = {
  readonly requestsPerDay?: number;
  readonly tokensPerHour?: number;
  readonly concurrent?: number;
  readonly providerMicroUsd?: number;
};

export function question(
  turnId: string,
  limits: Limits,
  more: Partial<DecideRequest> = {},
): DecideRequest {
  const { requestsPerDay, tokensPerHour, concurrent, providerMicroUsd } = limits;
  const at = more.nowMs ?? nowMs;
  return {
    turnId,
    userId: 'user',
    attemptId: `attempt of ${turnId}`,
    nowMs: at,
    holdExpiresAtMs: at + 900_000,
    slotExpiresAtMs: at + 180_000,
    scopes: ['*'],
    estimateTokens: 100,
    requests:
      requestsPerDay === undefined
        ? []
        : [{ ...day, limit: 'requests_per_day', metric: 'requests', max: requestsPerDay }],
    tokens:
      tokensPerHour === undefined
        ? []
        : [{ ...hour, limit: 'tokens_per_hour', metric: 'tokens', max: tokensPerHour }],
    concurrency: concurrent === undefined ? [] : [{ scope: '*', max: concurrent }],
    providerChecks:
      providerMicroUsd === undefined
        ? []
        : [{ ...openai, ...providerHour, maxMicroUsd: providerMicroUsd }],
    providerHolds: providerMicroUsd === undefined ? [] : [{ ...openai, microUsd: 10 }],
    apply: true,
    ...more,
  };
}

export function userLoad(more: Partial<UserLoad> = {}): UserLoad {
  const none = { requests: 0, tokens: 0 };
  return {
    userId: 'user',
    version: 0,
    asOfMinute: minute,
    slots: [
      { ...day, ...none },
      { ...hour, ...none, minutes: [] },
    ],
    live: [],
    ...more,
  };
}

export const providersLoad: ProvidersLoad = {
  lanes: [],
  asOfMinute: minute,
  windows: [providerHour],
  slots: [],
  holds: [],
};

export function settled(turnId: string, version: number, more: Partial<ToldTurn> = {}): ToldTurn {
  return {
    turnId,
    userId: 'user',
    version,
    scopes: ['*'],
    atMinute: minute,
    requests: version === 0 ? 0 : 1,
    tokens: version === 0 ? 0 : 40,
    windows: [day, hour],
    providerSpend: version === 0 ? [] : [{ ...openai, microUsd: 7, windows: [providerHour] }],
    ...more,
  };
}

/** Begins the epoch and loads an unused user and unused providers. */
export async function begun(counters: Counters): Promise<Counters> {
  await counters.begin(scope, epoch);
  await counters.loadUser(scope, epoch, userLoad());
  await counters.loadProviders(scope, epoch, providersLoad);
  return counters;
}

export async function decided(counters: Counters, request: DecideRequest): Promise<DecidedAnswer> {
  const answer: DecideAnswer = await counters.decide(scope, request);
  if (answer.kind !== 'decided') throw new Error(`Asks to load: ${JSON.stringify(answer)}`);
  return answer;
}

/** What the counters hold, asked without writing. */
export async function seen(counters: Counters, at = nowMs): Promise<DecidedAnswer> {
  const most = 1_000_000;
  const limits = { requestsPerDay: most, tokensPerHour: most, concurrent: most };
  const request = question('unseen', { ...limits, providerMicroUsd: most }, { apply: false });
  return decided(counters, { ...request, nowMs: at });
}
