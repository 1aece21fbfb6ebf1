import type { EffectivePolicy } from '../grant/effective-policy.ts';
import { maxBigint } from '../money/divide.ts';
import { type LimitField, limitFields, limitMetrics } from '../quota/limits.ts';
import { describeWindow, type QuotaWindow, windowOf } from '../quota/window.ts';
import type { WindowClock } from '../quota/window-span.ts';
import { bindsAtMs } from './forecast.ts';
import type { ScopeUsage } from './scope-usage.ts';
import { counted, resetMsOf } from './usage-view.ts';

/** One limit of one scope as arithmetic: base + added or replaced = effective, against what is counted. */
export type LimitLine = {
  readonly limit: LimitField;
  readonly scope: string;
  /** What the window is called; null for concurrency. */
  readonly window: string | null;
  readonly base: bigint | null;
  /** The grant that replaces the base; null when none does. */
  readonly replacedBy: string | null;
  /** Sum of the add grants. */
  readonly added: bigint;
  readonly effective: bigint | null;
  readonly used: bigint;
  readonly held: bigint;
  /** Never below 0; null = unlimited. */
  readonly remaining: bigint | null;
  /** What is counted beyond the limit. */
  readonly over: bigint;
  /** Of the effective limit, to a tenth; over 100 when over-used; null = unlimited. */
  readonly percent: number | null;
  readonly resetsAt: Date | null;
  /** When this limit binds at the last 24 hours' pace; null when it does not before its reset. */
  readonly bindsAt: Date | null;
};

/** Every limit of a scope, finite or not, in listing order (rule W10). */
export function limitLines(
  policy: EffectivePolicy,
  usage: ScopeUsage,
  clock: WindowClock & { readonly nowMs: number },
): readonly LimitLine[] {
  return limitFields.map((field) => limitLine(field, policy, { usage, clock }));
}

function limitLine(
  field: LimitField,
  policy: EffectivePolicy,
  facts: { readonly usage: ScopeUsage; readonly clock: WindowClock & { readonly nowMs: number } },
): LimitLine {
  const { base, replacedBy, added, effective } = policy.arithmetic[field];
  const state = countedOf(field, policy, facts);
  const total = state.used + state.held;
  const resetsAtMs = state.resetsAtMs;
  const binds = bindsAtMs({
    effective,
    counted: total,
    paceIn24h: state.pace,
    window: state.window,
    nowMs: facts.clock.nowMs,
    resetsAtMs,
  });
  return {
    limit: field,
    scope: policy.scope,
    window: state.window === null ? null : describeWindow(state.window),
    base,
    replacedBy: replacedBy?.grantId ?? null,
    added: added.reduce((sum, { amount }) => sum + amount, 0n),
    effective,
    used: state.used,
    held: state.held,
    remaining: effective === null ? null : maxBigint(effective - total, 0n),
    over: effective === null ? 0n : maxBigint(total - effective, 0n),
    percent: percentOf(total, effective),
    resetsAt: resetsAtMs === null ? null : new Date(resetsAtMs),
    bindsAt: binds === null ? null : new Date(binds),
  };
}

type Counted = {
  readonly used: bigint;
  readonly held: bigint;
  readonly pace: bigint;
  readonly window: QuotaWindow | null;
  readonly resetsAtMs: number | null;
};

function countedOf(
  field: LimitField,
  policy: EffectivePolicy,
  { usage, clock }: { readonly usage: ScopeUsage; readonly clock: WindowClock },
): Counted {
  if (field === 'maxConcurrent') {
    return { used: 0n, held: usage.slots, pace: 0n, window: null, resetsAtMs: null };
  }
  const inWindow = counted(usage, field, policy.windows);
  const ofTokens = limitMetrics[field] === 'tokens';
  return {
    used: (ofTokens ? inWindow?.tokens : inWindow?.requests) ?? 0n,
    held: ofTokens ? usage.heldTokens : usage.heldRequests,
    pace: ofTokens ? usage.last24h.tokens : usage.last24h.requests,
    window: windowOf(field, policy.windows),
    resetsAtMs: resetMsOf(usage, field, { windows: policy.windows, clock }),
  };
}

/** Percent of a limit to a tenth; a limit of 0 is full (rule W10). */
export function percentOf(counted: bigint, effective: bigint | null): number | null {
  if (effective === null) return null;
  if (effective === 0n) return 100;
  return Number((counted * 1_000n) / effective) / 10;
}
