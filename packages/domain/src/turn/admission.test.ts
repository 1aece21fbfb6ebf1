import { describe, expect, it } from 'vitest';
import type { QuotaPolicy } from '../plan/plan.ts';
import type { ProjectRules } from '../plan/project-rules.ts';
import { seedPlans, seedProviderPolicies, seedSettings } from '../plan/seed.ts';
import type { DecidedAnswer, Observed } from '../quota/counter-types.ts';
import { changeLimits, type LimitChanges, unlimited } from '../quota/limits.ts';
import { minuteOf } from '../quota/window.ts';
import { type FundingBalances, fundAdmission } from './fund-admission.ts';
import { type AdmissionAnswer, interpretAdmission } from './interpret-admission.ts';
import {
  type AdmissionRequest,
  type AdmissionUser,
  type PreparedAdmission,
  prepareAdmission,
} from './prepare-admission.ts';

const nowMs = Date.parse('2026-11-22T15:00:30Z');
const nowMinute = minuteOf(nowMs);

type Scenario = {
  readonly limits?: LimitChanges;
  readonly bundleLimits?: LimitChanges;
  readonly planId?: string;
  readonly request?: Partial<AdmissionRequest>;
  readonly user?: Partial<AdmissionUser>;
  readonly providersRequired?: boolean;
  readonly walletBeyondLimits?: boolean;
  readonly projectFunded?: boolean;
  readonly apply?: boolean;
};

function rulesOf(scenario: Scenario): ProjectRules {
  const policy = (bundleId: string, limits: LimitChanges): QuotaPolicy => ({
    planId: 'free',
    bundleId,
    limits: changeLimits(unlimited, limits),
    windows: {},
    active: true,
    version: 1,
  });
  const policies = [policy('*', scenario.limits ?? { requestsPerDay: 10n })];
  if (scenario.bundleLimits) policies.push(policy('b', scenario.bundleLimits));
  const { walletBeyondLimits = true, projectFunded = true } = scenario;
  return {
    generation: 1,
    settings: { ...seedSettings, providersRequired: scenario.providersRequired ?? false },
    plans: new Map(
      seedPlans.map(({ plan }) => [plan.planId, { ...plan, walletBeyondLimits, projectFunded }]),
    ),
    quotaPolicies: new Map([['free', policies]]),
    providerPolicies: seedProviderPolicies,
    bundleFloors: new Map(),
  };
}

function prepare(scenario: Scenario): PreparedAdmission {
  const prepared = prepareAdmission({
    nowMs,
    attemptId: 'attempt',
    request: {
      turnId: 'turn',
      userId: '1',
      bundleId: scenario.bundleLimits ? 'b' : '*',
      estimate: { estimateTokens: 10_000n },
      providers: ['anthropic'],
      ...scenario.request,
    },
    user: {
      role: 'registered',
      suspended: false,
      anchorMinute: null,
      resetMinute: null,
      grants: [],
      subscription: null,
      ...scenario.user,
    },
    rules: rulesOf(scenario),
    apply: scenario.apply ?? true,
  });
  if (!prepared.ok) throw new Error(prepared.rejection.code);
  return prepared.value;
}

type Seen = {
  readonly requests?: readonly Observed[];
  readonly tokenWindows?: readonly Observed[];
  readonly concurrency?: readonly number[];
  readonly providers?: readonly Observed[];
  readonly rolling?: DecidedAnswer['rolling'];
  readonly already?: boolean;
};

/** What the counters answer by rule T3, for what they have seen. */
function decided({ decide }: PreparedAdmission, seen: Seen): DecidedAnswer {
  const unused = { used: 0, held: 0 };
  const requests = decide.requests.map((_, index) => seen.requests?.[index] ?? unused);
  const tokenWindows = decide.tokens.map((_, index) => seen.tokenWindows?.[index] ?? unused);
  const concurrency = decide.concurrency.map((_, index) => seen.concurrency?.[index] ?? 0);
  const providers = decide.providerChecks.map((_, index) => seen.providers?.[index] ?? unused);
  const full = ({ used, held }: Observed, max: number | undefined) => used + held >= (max ?? 0);
  const rooms = decide.tokens.map(({ max }, index) => {
    const { used, held } = tokenWindows[index] ?? unused;
    return max - used - held;
  });
  return {
    kind: 'decided',
    epoch: 'e',
    denied:
      requests.some((observed, index) => full(observed, decide.requests[index]?.max)) ||
      concurrency.some((slots, index) => slots >= (decide.concurrency[index]?.max ?? 0)) ||
      providers.some((spent, index) => full(spent, decide.providerChecks[index]?.maxMicroUsd)),
    already: seen.already ?? false,
    taken: false,
    tokens: Math.max(0, Math.min(decide.estimateTokens, ...rooms)),
    requests,
    tokenWindows,
    concurrency,
    providers,
    rolling: seen.rolling ?? [],
  };
}

const rich: FundingBalances = {
  primaryAvailableMicroUsd: 10n ** 9n,
  walletBalanceMicroUsd: 0n,
  walletAvailableMicroUsd: 0n,
};

function wallet(amountMicroUsd: bigint): Partial<FundingBalances> {
  return { walletBalanceMicroUsd: amountMicroUsd, walletAvailableMicroUsd: amountMicroUsd };
}

function admit(
  scenario: Scenario,
  seen: Seen = {},
  balances: Partial<FundingBalances> = {},
): AdmissionAnswer {
  const prepared = prepare(scenario);
  const answer = decided(prepared, seen);
  const funding = fundAdmission(prepared.funding, BigInt(answer.tokens), { ...rich, ...balances });
  return interpretAdmission(prepared, answer, funding);
}

function reasons({ answer }: AdmissionAnswer): readonly string[] {
  if (answer.decision === 'admitted') return ['admitted'];
  return answer.denials.map((denial) =>
    denial.reason === 'rate_limited' ? `${denial.reason} ${denial.limit}` : denial.reason,
  );
}

describe('the question to the counters (rule T3)', () => {
  it('checks every finite limit of both policies and counts in both scopes', () => {
    const { decide } = prepare({
      limits: { maxConcurrent: 2n, requestsPerDay: 10n, tokensPerHour: 100n },
      bundleLimits: { totalRequests: 5n, tokensPerMonth: 7n },
    });
    expect(decide.scopes).toEqual(['*', 'b']);
    expect(decide.concurrency).toEqual([{ scope: '*', max: 2 }]);
    expect(decide.requests).toEqual([
      {
        limit: 'requestsPerDay',
        scope: '*',
        metric: 'requests',
        windowKey: 'calendar:day:UTC',
        startMinute: minuteOf(Date.parse('2026-11-22T00:00Z')),
        max: 10,
      },
      {
        limit: 'totalRequests',
        scope: 'b',
        metric: 'requests',
        windowKey: 'lifetime',
        startMinute: 0,
        max: 5,
      },
    ]);
    expect(
      decide.tokens.map(({ windowKey, startMinute, max }) => [windowKey, startMinute, max]),
    ).toEqual([
      ['rolling:60', nowMinute - 60, 100],
      ['anchored:30', nowMinute, 7],
    ]);
  });

  it('checks and holds the whole estimate against the budgets of the providers it names', () => {
    const { decide } = prepare({ bundleLimits: {} });
    expect(
      decide.providerChecks.map(({ windowKey, maxMicroUsd }) => [windowKey, maxMicroUsd]),
    ).toEqual([
      ['calendar:hour:UTC', 10_000_000],
      ['calendar:day:UTC', 200_000_000],
      ['calendar:month:UTC', 5_000_000_000],
    ]);
    expect(decide.providerHolds).toEqual([
      { provider: 'anthropic', scope: '*', microUsd: 150_000 },
      { provider: 'anthropic', scope: 'b', microUsd: 150_000 },
    ]);
  });

  it('checks every provider and holds nothing there when it names none', () => {
    const { decide } = prepare({ request: { providers: [] } });
    expect(new Set(decide.providerChecks.map(({ provider }) => provider))).toEqual(
      new Set(['anthropic', 'openai', 'brave']),
    );
    expect(decide.providerHolds).toEqual([]);
  });

  it('is refused when the project requires providers and none is named', () => {
    expect(() => prepare({ providersRequired: true, request: { providers: [] } })).toThrow(
      'providers_required',
    );
  });

  it('sets hold and slot expiry from the one instant', () => {
    const { decide } = prepare({});
    expect([decide.holdExpiresAtMs - nowMs, decide.slotExpiresAtMs - nowMs]).toEqual([
      900_000, 180_000,
    ]);
  });
});

describe('an admission', () => {
  const limits = { maxConcurrent: 2n, requestsPerDay: 10n, tokensPerDay: 50_000n };

  it('answers what it holds, and limits that contain its own holds', () => {
    const { answer, followUp } = admit(
      { limits },
      { requests: [{ used: 3, held: 1 }], tokenWindows: [{ used: 100, held: 0 }] },
    );
    expect(answer).toMatchObject({
      decision: 'admitted',
      planId: 'free',
      planSource: 'default',
      usedReplenishment: false,
      expiresAtMs: nowMs + 900_000,
      holds: {
        requests: 1,
        tokens: 10_000n,
        money: [{ source: 'project', amountMicroUsd: 172_500n }],
      },
      limits: [
        { limit: 'maxConcurrent', used: 0n, held: 1n, remaining: 1n, resetsAtMs: null },
        { limit: 'requestsPerDay', used: 3n, held: 2n, remaining: 5n },
        { limit: 'tokensPerDay', used: 100n, held: 10_000n, remaining: 39_900n },
      ],
    });
    expect(followUp).toEqual({ kind: 'none' });
  });

  it('gives surplus tokens back before it answers', () => {
    const { answer, followUp } = admit(
      { limits },
      {},
      { primaryAvailableMicroUsd: 69_000n, ...wallet(90_000n) },
    );
    expect(followUp).toEqual({ kind: 'adjust', tokens: 4_000 });
    expect(answer).toMatchObject({
      holds: {
        tokens: 4_000n,
        money: [
          { source: 'project', amountMicroUsd: 69_000n },
          { source: 'wallet', amountMicroUsd: 90_000n },
        ],
      },
    });
  });

  it('lets the wallet pay beyond a full token window', () => {
    const seen = { tokenWindows: [{ used: 46_000, held: 0 }] };
    expect(reasons(admit({ limits }, seen, wallet(90_000n)))).toEqual(['admitted']);
    const strict = admit({ limits, walletBeyondLimits: false }, seen, wallet(90_000n));
    expect(reasons(strict)).toEqual(['rate_limited tokensPerDay']);
  });

  it('that is only checked shows the limits without itself and takes nothing', () => {
    const { answer, followUp } = admit(
      { limits, apply: false },
      {},
      { primaryAvailableMicroUsd: 69_000n, ...wallet(90_000n) },
    );
    expect(answer.limits.every(({ held }) => held === 0n)).toBe(true);
    expect(followUp).toEqual({ kind: 'none' });
  });

  it('names the grants that changed a limit', () => {
    const grants = [
      {
        grantId: 'g',
        bundleId: '*',
        mode: 'add' as const,
        limits: { requestsPerDay: 1n },
        createdAtMs: 0,
        expiresAtMs: null,
        revokedAtMs: null,
      },
    ];
    expect(admit({ user: { grants } }, { requests: [{ used: 10, held: 0 }] }).answer).toMatchObject(
      {
        decision: 'admitted',
        usedReplenishment: true,
        grantIds: ['g'],
      },
    );
  });
});

describe('a denial (rule T4)', () => {
  it('lists all reasons that hold, in order', () => {
    const all = admit(
      {
        limits: { maxConcurrent: 1n, requestsPerDay: 10n, tokensPerDay: 5_000n },
        user: { suspended: true },
      },
      {
        providers: [{ used: 9_000_000, held: 1_000_000 }],
        requests: [{ used: 10, held: 0 }],
        concurrency: [1],
      },
      { primaryAvailableMicroUsd: 10n, ...wallet(1n) },
    );
    expect(reasons(all)).toEqual([
      'suspended',
      'provider_budget_exceeded',
      'rate_limited maxConcurrent',
      'rate_limited requestsPerDay',
      'wallet_insufficient',
      'rate_limited tokensPerDay',
      'project_budget_exhausted',
    ]);
  });

  it('denies a request at the limit, not one below it', () => {
    expect(reasons(admit({}, { requests: [{ used: 5, held: 5 }] }))).toEqual([
      'rate_limited requestsPerDay',
    ]);
    expect(reasons(admit({}, { requests: [{ used: 5, held: 4 }] }))).toEqual(['admitted']);
  });

  it('holds nothing for a suspended user', () => {
    const { answer, followUp } = admit({ user: { suspended: true } });
    expect(prepare({ user: { suspended: true } }).decide.apply).toBe(false);
    expect(answer).toMatchObject({ decision: 'denied', denials: [{ reason: 'suspended' }] });
    expect(followUp).toEqual({ kind: 'none' });
  });

  it('for want of money gives back what the counters hold', () => {
    const { followUp } = admit({}, {}, { primaryAvailableMicroUsd: 0n });
    expect(followUp).toEqual({ kind: 'give_back' });
  });

  it('says which source is missing', () => {
    expect(reasons(admit({ projectFunded: false }))).toEqual(['no_funding_source']);
    expect(reasons(admit({ projectFunded: false }, {}, wallet(149_999n)))).toEqual([
      'wallet_insufficient',
    ]);
    expect(reasons(admit({}, {}, { primaryAvailableMicroUsd: 0n }))).toEqual([
      'project_budget_exhausted',
    ]);
    const subscription = {
      planId: 'free',
      status: 'active',
      monthlyPriceMicroUsd: 1n,
      cancelAtPeriodEnd: false,
      periodEndMs: nowMs + 1,
      openPeriodKey: 'key',
    };
    expect(
      reasons(admit({ user: { subscription } }, {}, { primaryAvailableMicroUsd: 0n })),
    ).toEqual(['subscription_exhausted']);
  });

  it('has no money reason when the counters denied and the ledger was not asked', () => {
    const prepared = prepare({});
    const seen = decided(prepared, { requests: [{ used: 10, held: 0 }] });
    const answer = interpretAdmission(prepared, seen, null);
    expect(reasons(answer)).toEqual(['rate_limited requestsPerDay']);
    expect(answer.followUp).toEqual({ kind: 'none' });
  });

  it('says when to come back: the longest of its waits', () => {
    const limits = { requestsPerDay: 10n, requestsPerMonth: 10n, totalRequests: 10n };
    const full = { used: 10, held: 0 };
    const { answer } = admit({ limits }, { requests: [full, full, full] });
    if (answer.decision !== 'denied') throw new Error('It was admitted.');
    expect(answer.denials.map(({ retryAfterSeconds }) => retryAfterSeconds)).toEqual([
      9 * 3_600 - 30,
      30 * 86_400 - 30,
      null,
    ]);
    expect(answer.retryAfterSeconds).toBe(30 * 86_400 - 30);
  });

  it('waits for old minutes to fall out of the rolling hour', () => {
    const limits = { tokensPerHour: 12_000n };
    const { answer } = admit(
      { limits },
      {
        tokenWindows: [{ used: 9_000, held: 0 }],
        rolling: [
          {
            scope: '*',
            windowKey: 'rolling:60',
            minutes: [
              [nowMinute - 40, 1, 6_000],
              [nowMinute - 20, 1, 3_000],
            ],
          },
        ],
      },
    );
    // 7,000 must fall out: the second of the two minutes stops counting 41 minutes from this one.
    expect(answer).toMatchObject({ retryAfterSeconds: 41 * 60 - 30 });
  });

  it('does not promise that waiting helps where it never does', () => {
    const nothing = admit({ limits: { requestsPerDay: 0n } }).answer;
    expect(nothing).toMatchObject({ decision: 'denied', retryAfterSeconds: null });
    const tooLarge = admit({ limits: { tokensPerDay: 9_999n } }).answer;
    expect(tooLarge).toMatchObject({ decision: 'denied', retryAfterSeconds: null });
  });

  it('says what would make it pass', () => {
    const { answer } = admit(
      {
        limits: { maxConcurrent: 1n, requestsPerDay: 10n, tokensPerDay: 15_000n },
        bundleLimits: {},
      },
      {
        providers: [{ used: 9_000_000, held: 1_500_000 }],
        requests: [{ used: 10, held: 0 }],
        concurrency: [1],
        tokenWindows: [{ used: 14_000, held: 0 }],
      },
      wallet(100n),
    );
    if (answer.decision !== 'denied') throw new Error('It was admitted.');
    expect(answer.denials.map(({ wouldPassIf }) => wouldPassIf)).toEqual([
      'the anthropic budget per hour is above $10.50, or from 2026-11-22T16:00:00Z on',
      'one turn in flight ends, or the limit of concurrent turns is above 1',
      'the limit of requests per day is above 10, or from 2026-11-23T00:00:00Z on',
      'the wallet has at least $0.135 available',
      'the estimate is at most 1,000 tokens, or the limit of tokens per day is at least 24,000, ' +
        'or the wallet has at least $0.135 available, or from 2026-11-23T00:00:00Z on',
    ]);
  });
});
