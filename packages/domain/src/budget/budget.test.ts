import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minuteOf } from '../quota/window.ts';
import { attributeCost, undeclaredProviders } from './attribute-cost.ts';
import { providerChecks, providerHolds } from './provider-checks.ts';
import type { ProviderPolicy } from './provider-policy.ts';
import { budgetWindows } from './provider-windows.ts';
import { crossedThresholds } from './thresholds.ts';

const nowMinute = minuteOf(Date.parse('2026-02-22T15:30:00Z'));

function policy(provider: string, more: Partial<ProviderPolicy> = {}): ProviderPolicy {
  return {
    provider,
    bundleId: '*',
    perHourMicroUsd: null,
    perDayMicroUsd: 1n,
    perMonthMicroUsd: null,
    active: true,
    ...more,
  };
}

describe('provider windows (rule B2)', () => {
  it('are the UTC clock hour, day and calendar month', () => {
    const iso = (minute: number | null) => new Date((minute ?? 0) * 60_000).toISOString();
    expect(
      budgetWindows(nowMinute).map(({ name, startMinute, endMinute }) => [
        name,
        iso(startMinute),
        iso(endMinute),
      ]),
    ).toEqual([
      ['hour', '2026-02-22T15:00:00.000Z', '2026-02-22T16:00:00.000Z'],
      ['day', '2026-02-22T00:00:00.000Z', '2026-02-23T00:00:00.000Z'],
      ['month', '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'],
    ]);
  });
});

describe('the budgets an admission must pass (rules B3 and B4)', () => {
  const policies = [
    policy('a'),
    policy('a', { bundleId: 'b' }),
    policy('a', { bundleId: 'c' }),
    policy('z'),
    policy('off', { active: false }),
  ];
  const checked = (providers: readonly string[], bundleId: string) =>
    providerChecks({ providers, policies, bundleId, nowMinute }).map(
      ({ check }) => `${check.provider} ${check.scope}`,
    );

  it('are those of the providers named, over the project and in the bundle', () => {
    expect(checked(['a'], 'b')).toEqual(['a *', 'a b']);
    expect(checked(['a'], '*')).toEqual(['a *']);
    expect(checked(['unheard-of'], 'b')).toEqual([]);
  });

  it('are those of every provider when none is named', () => {
    expect(checked([], 'b')).toEqual(['a *', 'a b', 'z *']);
  });

  it('hold the whole estimate once for each provider named', () => {
    const held = providerHolds({
      providers: ['a', 'a'],
      scopes: ['*', 'b'],
      estimateMicroUsd: 150n,
    });
    expect(held).toEqual([
      { provider: 'a', scope: '*', microUsd: 150 },
      { provider: 'a', scope: 'b', microUsd: 150 },
    ]);
    expect(providerHolds({ providers: [], scopes: ['*'], estimateMicroUsd: 150n })).toEqual([]);
  });
});

describe('whom a cost is booked to (rules B5 and B6)', () => {
  const booked = (provider: string | undefined, admittedProviders: readonly string[]) => {
    const { providers, flags } = attributeCost({ costMicroUsd: 5n, provider, admittedProviders });
    return [providers.map((share) => share.provider), flags.map(({ flag }) => flag)];
  };

  it('is the provider given, else the one named, else the first named, flagged, else unknown', () => {
    expect(booked('a', ['a'])).toEqual([['a'], []]);
    expect(booked(undefined, ['a'])).toEqual([['a'], []]);
    expect(booked(undefined, ['b', 'a'])).toEqual([['b'], ['guessed_provider']]);
    expect(booked(undefined, [])).toEqual([['unknown'], []]);
  });

  it('flags a provider that was not named, unless none was', () => {
    expect(booked('z', ['a'])).toEqual([['z'], ['undeclared_provider']]);
    expect(booked('z', [])).toEqual([['z'], []]);
    expect(undeclaredProviders(['a', 'z'], ['a'])).toEqual([
      { flag: 'undeclared_provider', provider: 'z' },
    ]);
  });
});

describe('thresholds (rule B7)', () => {
  const crossed = (beforeMicroUsd: bigint, afterMicroUsd: bigint, limitMicroUsd: bigint | null) =>
    crossedThresholds({ limitMicroUsd, beforeMicroUsd, afterMicroUsd });

  it('are crossed at the mark, not below it', () => {
    expect(crossed(0n, 499n, 1_000n)).toEqual([]);
    expect(crossed(0n, 500n, 1_000n)).toEqual([50]);
    expect(crossed(500n, 799n, 1_000n)).toEqual([]);
    expect(crossed(0n, 5_000n, 1_000n)).toEqual([50, 80, 100]);
  });

  it('are crossed at once where nothing is allowed, and never where everything is', () => {
    expect(crossed(0n, 1n, 0n)).toEqual([100]);
    expect(crossed(1n, 2n, 0n)).toEqual([]);
    expect(crossed(0n, 1n, null)).toEqual([]);
  });

  it('alert once per window however spending is cut into steps', () => {
    const steps = fc.array(fc.bigInt({ min: 0n, max: 500n }), { maxLength: 10 });
    fc.assert(
      fc.property(steps, fc.bigInt({ min: 0n, max: 1_000n }), (amounts, limit) => {
        let spent = 0n;
        const alerts = amounts.flatMap((amount) => {
          const before = spent;
          spent += amount;
          return crossed(before, spent, limit);
        });
        expect(alerts).toEqual(crossed(0n, spent, limit));
      }),
    );
  });
});
