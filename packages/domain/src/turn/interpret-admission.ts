import { maxBigint } from '../money/divide.ts';
import type { PlanSource } from '../plan/resolve-plan.ts';
import type { DecidedAnswer } from '../quota/counter-types.ts';
import type { LimitField } from '../quota/limits.ts';
import { spanEndMs } from '../quota/window-span.ts';
import type { Denial } from './denial.ts';
import { admissionDenials } from './denials/admission-denials.ts';
import { observedOf } from './denials/observed.ts';
import type { FundingAnswer, FundingHeld, MoneySource } from './fund-admission.ts';
import type { PreparedLimit } from './limit-checks.ts';
import type { PreparedAdmission } from './prepare-admission.ts';

/** One finite limit as the answer shows it; after an admission the turn's own holds are counted. */
export type LimitView = {
  readonly limit: LimitField;
  readonly scope: string;
  readonly allowed: bigint;
  readonly used: bigint;
  readonly held: bigint;
  readonly remaining: bigint;
  readonly resetsAtMs: number | null;
};

type DecisionFacts = {
  readonly turnId: string;
  readonly planId: string;
  readonly planSource: PlanSource;
  readonly usedReplenishment: boolean;
  readonly grantIds: readonly string[];
  readonly limits: readonly LimitView[];
};

export type MoneyHeld = { readonly source: MoneySource; readonly amountMicroUsd: bigint };

export type Admitted = DecisionFacts & {
  readonly decision: 'admitted';
  readonly expiresAtMs: number;
  readonly holds: {
    readonly requests: 1;
    readonly tokens: bigint;
    readonly money: readonly MoneyHeld[];
  };
};

export type Denied = DecisionFacts & {
  readonly decision: 'denied';
  /** At least one; the first is the turn's reason. */
  readonly denials: readonly Denial[];
  /** The longest of the denials'; null when waiting does not help. */
  readonly retryAfterSeconds: number | null;
};

/** What the counters must be told before the answer goes out (rule T3). */
export type CounterFollowUp =
  | { readonly kind: 'none' }
  | { readonly kind: 'adjust'; readonly tokens: number }
  | { readonly kind: 'give_back' };

export type AdmissionAnswer = {
  readonly answer: Admitted | Denied;
  readonly followUp: CounterFollowUp;
};

/**
 * Turns the answers of counters and ledger into the turn's answer (rules T3 and T4). `funding` is
 * null when the ledger was not asked; asking it with nothing held after the counters denied lets the
 * denial list the money reasons too.
 */
export function interpretAdmission(
  prepared: PreparedAdmission,
  decided: DecidedAnswer,
  funding: FundingAnswer | null,
): AdmissionAnswer {
  const admitted = !prepared.suspended && !decided.denied && funding?.kind === 'held';
  return admitted ? admission(prepared, decided, funding) : denial(prepared, decided, funding);
}

function admission(
  prepared: PreparedAdmission,
  decided: DecidedAnswer,
  funding: FundingHeld,
): AdmissionAnswer {
  const { decide } = prepared;
  // What the counters observed does not contain this turn unless it was live before or nothing is held.
  const countsItself = decide.apply && !decided.already;
  const own = countsItself ? { requests: 1n, tokens: funding.primaryTokens } : nothing;
  const surplus = countsItself && funding.primaryTokens < BigInt(decided.tokens);
  return {
    answer: {
      decision: 'admitted',
      ...decisionFacts(prepared, decided, own),
      expiresAtMs: decide.holdExpiresAtMs,
      holds: { requests: 1, tokens: funding.primaryTokens, money: moneyHeld(prepared, funding) },
    },
    followUp: surplus
      ? { kind: 'adjust', tokens: Number(funding.primaryTokens) }
      : { kind: 'none' },
  };
}

function denial(
  prepared: PreparedAdmission,
  decided: DecidedAnswer,
  funding: FundingAnswer | null,
): AdmissionAnswer {
  const denials = admissionDenials(prepared, decided, funding);
  if (denials.length === 0) {
    throw new Error(`Turn ${prepared.request.turnId} was denied for no reason.`);
  }
  const waits = denials.flatMap(({ retryAfterSeconds }) => retryAfterSeconds ?? []);
  const tookSomething = prepared.decide.apply && !decided.denied && !decided.already;
  return {
    answer: {
      decision: 'denied',
      ...decisionFacts(prepared, decided, nothing),
      denials,
      retryAfterSeconds: waits.length === 0 ? null : Math.max(...waits),
    },
    followUp: { kind: tookSomething ? 'give_back' : 'none' },
  };
}

type Own = { readonly requests: bigint; readonly tokens: bigint };

const nothing: Own = { requests: 0n, tokens: 0n };

function decisionFacts(
  prepared: PreparedAdmission,
  decided: DecidedAnswer,
  own: Own,
): DecisionFacts {
  return {
    turnId: prepared.request.turnId,
    planId: prepared.plan.resolution.planId,
    planSource: prepared.plan.planSource,
    usedReplenishment: prepared.plan.usedReplenishment,
    grantIds: prepared.plan.grantIds,
    limits: prepared.limits.limits.map((limit) => limitView(limit, decided, own)),
  };
}

function limitView(limit: PreparedLimit, decided: DecidedAnswer, own: Own): LimitView {
  const observed = observedOf(limit, decided);
  const used = BigInt(observed.used);
  const held = BigInt(observed.held) + (limit.metric === 'tokens' ? own.tokens : own.requests);
  return {
    limit: limit.field,
    scope: limit.scope,
    allowed: limit.max,
    used,
    held,
    remaining: maxBigint(limit.max - used - held, 0n),
    resetsAtMs: limit.metric === 'concurrency' ? null : spanEndMs(limit.span),
  };
}

function moneyHeld(prepared: PreparedAdmission, funding: FundingHeld): readonly MoneyHeld[] {
  const { primary } = prepared.funding;
  const held: MoneyHeld[] = [];
  if (primary !== null) {
    held.push({ source: primary.kind, amountMicroUsd: funding.primaryMicroUsd });
  }
  held.push({ source: 'wallet', amountMicroUsd: funding.walletMicroUsd });
  return held.filter(({ amountMicroUsd }) => amountMicroUsd > 0n);
}
