import {
  type PreparedProviderCheck,
  providerChecks,
  providerHolds,
} from '../budget/provider-checks.ts';
import { tokensToMicroUsdCeil } from '../money/tokens.ts';
import { accepted, type Outcome, rejected } from '../outcome.ts';
import { scopesOf } from '../plan/plan.ts';
import type { ProjectRules } from '../plan/project-rules.ts';
import { type PolicyUser, type UserPolicies, userPolicies } from '../plan/user-policies.ts';
import type { DecideRequest } from '../quota/counter-types.ts';
import { minuteOf } from '../quota/window.ts';
import { type EstimateRequest, estimateTokens, reservationFloor } from './estimate.ts';
import { type FundingTerms, safetyPercent } from './fund-admission.ts';
import { type LimitChecks, limitChecks } from './limit-checks.ts';

/** A slot is lost this long after the last heartbeat, a hold this long (rule T7). */
export const slotTtlMs = 180_000;
export const holdTtlMs = 900_000;

export type AdmissionRequest = {
  readonly turnId: string;
  /** As the counters know the user. */
  readonly userId: string;
  /** `*` for a turn outside any bundle. */
  readonly bundleId: string;
  readonly estimate: EstimateRequest;
  readonly providers: readonly string[];
};

/** What an admission reads of the user. */
export type AdmissionUser = PolicyUser & {
  readonly suspended: boolean;
  /** Minute of the first admitted turn in the project; null before it. */
  readonly anchorMinute: number | null;
  /** Minute of an operator's last window reset. */
  readonly resetMinute: number | null;
};

/** An admission, ready to be asked of counters and ledger, with all that explains the answer. */
export type PreparedAdmission = {
  readonly nowMs: number;
  readonly request: AdmissionRequest;
  readonly suspended: boolean;
  readonly plan: UserPolicies;
  readonly limits: LimitChecks;
  readonly providerChecks: readonly PreparedProviderCheck[];
  /** For the counters, in one call. */
  readonly decide: DecideRequest;
  /** For the ledger, once the counters have said how many tokens the plan gives. */
  readonly funding: FundingTerms;
};

export type PrepareInput = {
  readonly nowMs: number;
  /** Names this attempt; made by the caller, since nothing here is random. */
  readonly attemptId: string;
  readonly request: AdmissionRequest;
  readonly user: AdmissionUser;
  readonly rules: ProjectRules;
  /** False for a check: the same question, holding nothing. */
  readonly apply: boolean;
};

/**
 * Turns a request and what is known of its user into the questions for counters and ledger (rules
 * T1 to T4, F1 to F3). A suspended user is asked about without holding anything, so that the denial
 * can still name every other reason. Refuses only a turn that must name its providers and does not.
 */
export function prepareAdmission(
  input: PrepareInput,
): Outcome<PreparedAdmission, { readonly code: 'providers_required' }> {
  const { nowMs, request, user, rules } = input;
  if (rules.settings.providersRequired && request.providers.length === 0) {
    return rejected({ code: 'providers_required' });
  }
  const plan = userPolicies({ nowMs, bundleId: request.bundleId, user, rules });
  const { anchorMinute, resetMinute } = user;
  const nowMinute = minuteOf(nowMs);
  const funding = fundingTerms(input, plan);
  const limits = limitChecks(plan.policies, { nowMinute, anchorMinute, resetMinute });
  const checks = providerChecks({
    providers: request.providers,
    policies: rules.providerPolicies,
    bundleId: request.bundleId,
    nowMinute,
  });
  const decide = decideRequest(input, { limits, checks, estimate: funding.estimateTokens });
  return accepted({
    nowMs,
    request,
    suspended: user.suspended,
    plan,
    limits,
    providerChecks: checks,
    decide,
    funding,
  });
}

function fundingTerms({ request, rules }: PrepareInput, plan: UserPolicies): FundingTerms {
  const pricePicoUsd = rules.settings.referencePricePicoUsd;
  const floorMicroUsd = reservationFloor(
    rules.bundleFloors.get(request.bundleId),
    plan.flags.reservationFloorMicroUsd,
  );
  return {
    estimateTokens: estimateTokens(request.estimate, { pricePicoUsd, floorMicroUsd }),
    pricePicoUsd,
    safetyPercent,
    primary: plan.primary,
    walletBeyondLimits: plan.flags.walletBeyondLimits,
  };
}

function decideRequest(
  { nowMs, attemptId, request, user, rules, apply }: PrepareInput,
  {
    limits,
    checks,
    estimate,
  }: {
    readonly limits: LimitChecks;
    readonly checks: readonly PreparedProviderCheck[];
    readonly estimate: bigint;
  },
): DecideRequest {
  const scopes = scopesOf(request.bundleId);
  return {
    turnId: request.turnId,
    userId: request.userId,
    attemptId,
    nowMs,
    holdExpiresAtMs: nowMs + holdTtlMs,
    slotExpiresAtMs: nowMs + slotTtlMs,
    scopes,
    estimateTokens: Number(estimate),
    requests: limits.requests,
    tokens: limits.tokens,
    concurrency: limits.concurrency,
    providerChecks: checks.map(({ check }) => check),
    providerHolds: providerHolds({
      providers: request.providers,
      scopes,
      estimateMicroUsd: tokensToMicroUsdCeil(estimate, rules.settings.referencePricePicoUsd),
    }),
    apply: apply && !user.suspended,
  };
}
