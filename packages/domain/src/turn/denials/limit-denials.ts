import { maxBigint } from '../../money/divide.ts';
import type { DecidedAnswer } from '../../quota/counter-types.ts';
import { retryAfterRolling, retryAfterSpan } from '../../quota/retry-after.ts';
import { describeWindow, windowKey } from '../../quota/window.ts';
import { spanEndMs } from '../../quota/window-span.ts';
import type { LimitDenial } from '../denial.ts';
import type { FundingRefused } from '../fund-admission.ts';
import type { PreparedLimit } from '../limit-checks.ts';
import type { PreparedAdmission } from '../prepare-admission.ts';
import { observedOf } from './observed.ts';
import { ifLimitRaised, ifSlotFree, ifTokensFit } from './would-pass-if.ts';

type Counted = { readonly used: bigint; readonly held: bigint };

/** Request, total and concurrency limits with used + held ≥ limit (rule T3). */
export function fullLimitDenials(
  prepared: PreparedAdmission,
  decided: DecidedAnswer,
): readonly LimitDenial[] {
  return prepared.limits.limits.flatMap((limit) => {
    if (limit.metric === 'tokens') return [];
    const counted = countedOf(limit, decided);
    if (counted.used + counted.held < limit.max) return [];
    const wait = waitFor(limit, { counted, decided, needed: 1n, nowMs: prepared.nowMs });
    const wouldPassIf =
      limit.metric === 'concurrency'
        ? ifSlotFree({ allowed: limit.max, inUse: counted.held, scope: limit.scope })
        : ifLimitRaised({
            field: limit.field,
            scope: limit.scope,
            // Over-use is possible (a limit was lowered): the limit must pass what is counted.
            allowed: maxBigint(counted.used + counted.held, limit.max),
            retryAtMs: retryAt(wait, prepared.nowMs),
          });
    return [limitDenial(limit, counted, { retryAfterSeconds: wait, wouldPassIf })];
  });
}

/** Token limits that leave less than the estimate (rule T4). */
export function tokenLimitDenials(
  prepared: PreparedAdmission,
  decided: DecidedAnswer,
  refused: FundingRefused,
): readonly LimitDenial[] {
  const { estimateTokens, walletBeyondLimits } = prepared.funding;
  return prepared.limits.limits.flatMap((limit) => {
    if (limit.metric !== 'tokens') return [];
    const counted = countedOf(limit, decided);
    const { used, held } = counted;
    if (limit.max - used - held >= estimateTokens) return [];
    const { nowMs } = prepared;
    const wait = waitFor(limit, { counted, decided, needed: estimateTokens, nowMs });
    const wouldPassIf = ifTokensFit({
      field: limit.field,
      scope: limit.scope,
      remaining: remainingOf(limit, counted),
      neededLimit: used + held + estimateTokens,
      walletMicroUsd: walletBeyondLimits ? refused.walletMicroUsd : null,
      retryAtMs: retryAt(wait, nowMs),
    });
    return [limitDenial(limit, counted, { retryAfterSeconds: wait, wouldPassIf })];
  });
}

function limitDenial(
  limit: PreparedLimit,
  counted: Counted,
  remedy: { readonly retryAfterSeconds: number | null; readonly wouldPassIf: string },
): LimitDenial {
  const windowed = limit.metric !== 'concurrency';
  return {
    reason: 'rate_limited',
    limit: limit.field,
    scope: limit.scope,
    allowed: limit.max,
    ...counted,
    remaining: remainingOf(limit, counted),
    window: windowed ? describeWindow(limit.window) : null,
    resetsAtMs: windowed ? spanEndMs(limit.span) : null,
    ...remedy,
  };
}

/** Seconds until `needed` fits; null for concurrency and totals, and where it can never fit (rule W9). */
function waitFor(
  limit: PreparedLimit,
  {
    counted,
    decided,
    needed,
    nowMs,
  }: {
    readonly counted: Counted;
    readonly decided: DecidedAnswer;
    readonly needed: bigint;
    readonly nowMs: number;
  },
): number | null {
  if (limit.metric === 'concurrency' || needed > limit.max) return null;
  if (limit.window.kind !== 'rolling') return retryAfterSpan(limit.span, nowMs);
  const key = windowKey(limit.window);
  const rolling = decided.rolling.find(
    ({ scope, windowKey: seen }) => scope === limit.scope && seen === key,
  );
  return retryAfterRolling({
    minutes: (rolling?.minutes ?? []).map(([minute, requests, tokens]) => [
      minute,
      limit.metric === 'tokens' ? tokens : requests,
    ]),
    windowMinutes: limit.window.minutes,
    excess: Number(counted.used + counted.held + needed - limit.max),
    nowMs,
  });
}

function countedOf(limit: PreparedLimit, decided: DecidedAnswer): Counted {
  const { used, held } = observedOf(limit, decided);
  return { used: BigInt(used), held: BigInt(held) };
}

function remainingOf(limit: PreparedLimit, { used, held }: Counted): bigint {
  return maxBigint(limit.max - used - held, 0n);
}

/** The instant to name, on a whole second: never earlier than the wait it stands for. */
function retryAt(waitSeconds: number | null, nowMs: number): number | null {
  return waitSeconds === null ? null : Math.floor(nowMs / 1_000) * 1_000 + waitSeconds * 1_000;
}
