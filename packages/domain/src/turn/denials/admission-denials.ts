import type { PreparedProviderCheck } from '../../budget/provider-checks.ts';
import { maxBigint } from '../../money/divide.ts';
import { tokensToMicroUsdCeil } from '../../money/tokens.ts';
import type { DecidedAnswer } from '../../quota/counter-types.ts';
import { secondsUntil } from '../../quota/retry-after.ts';
import { msOfMinute } from '../../quota/window.ts';
import type { Denial, MoneyDenial, ProviderDenial } from '../denial.ts';
import { type FundingAnswer, type FundingRefused, primaryHold } from '../fund-admission.ts';
import type { PreparedAdmission } from '../prepare-admission.ts';
import { fullLimitDenials, tokenLimitDenials } from './limit-denials.ts';
import { ifBudgetRaised, ifFunded, ifPrimaryHas, ifResumed, ifWalletHas } from './would-pass-if.ts';

/**
 * Every reason that holds, in the order of rule T4: suspension, provider budgets, full limits, then
 * money and token limits, which count only together: a short wallet matters where the plan's tokens
 * or the primary's money do not cover the estimate.
 */
export function admissionDenials(
  prepared: PreparedAdmission,
  decided: DecidedAnswer,
  funding: FundingAnswer | null,
): readonly Denial[] {
  return [
    ...(prepared.suspended ? [suspended] : []),
    ...prepared.providerChecks.flatMap((check, index) =>
      providerDenial(check, decided.providers[index], prepared.nowMs),
    ),
    ...fullLimitDenials(prepared, decided),
    ...(funding?.kind === 'refused' ? fundingDenials(prepared, decided, funding) : []),
  ];
}

const suspended: Denial = {
  reason: 'suspended',
  retryAfterSeconds: null,
  wouldPassIf: ifResumed,
};

function providerDenial(
  { check, window }: PreparedProviderCheck,
  observed: { readonly used: number; readonly held: number } | undefined,
  nowMs: number,
): readonly ProviderDenial[] {
  if (observed === undefined || observed.used + observed.held < check.maxMicroUsd) return [];
  const resetsAtMs = msOfMinute(window.endMinute ?? window.startMinute);
  // A limit of 0 stays shut in the next window too.
  const retryAtMs = check.maxMicroUsd > 0 ? resetsAtMs : null;
  return [
    {
      reason: 'provider_budget_exceeded',
      provider: check.provider,
      scope: check.scope,
      window: window.name,
      allowedMicroUsd: BigInt(check.maxMicroUsd),
      spentMicroUsd: BigInt(observed.used),
      heldMicroUsd: BigInt(observed.held),
      resetsAtMs,
      retryAfterSeconds: retryAtMs === null ? null : secondsUntil(retryAtMs, nowMs),
      wouldPassIf: ifBudgetRaised({
        provider: check.provider,
        scope: check.scope,
        window: window.name,
        spentAndHeldMicroUsd: BigInt(observed.used + observed.held),
        retryAtMs,
      }),
    },
  ];
}

function fundingDenials(
  prepared: PreparedAdmission,
  decided: DecidedAnswer,
  refused: FundingRefused,
): readonly Denial[] {
  const { primary, estimateTokens } = prepared.funding;
  const planTokens = BigInt(decided.tokens);
  const denials: Denial[] = [];
  if (primary === null && !refused.hadWallet) {
    denials.push({ reason: 'no_funding_source', retryAfterSeconds: null, wouldPassIf: ifFunded });
  }
  denials.push(...walletDenial(prepared, planTokens, refused));
  if (planTokens < estimateTokens) {
    denials.push(...tokenLimitDenials(prepared, decided, refused));
  }
  if (primary !== null && refused.primaryTokens < planTokens) {
    denials.push(primaryDenial(prepared, planTokens, refused));
  }
  return denials;
}

/** The wallet has money, but less than it would have to hold. */
function walletDenial(
  { funding }: PreparedAdmission,
  planTokens: bigint,
  refused: FundingRefused,
): readonly MoneyDenial[] {
  if (!refused.hadWallet) return [];
  // A wallet that may not pay beyond the limits is only asked for tokens the plan gives.
  const restTokens =
    (funding.walletBeyondLimits ? funding.estimateTokens : planTokens) - refused.primaryTokens;
  const neededMicroUsd = tokensToMicroUsdCeil(restTokens, funding.pricePicoUsd);
  if (refused.walletAvailableMicroUsd >= neededMicroUsd) return [];
  return [
    {
      reason: 'wallet_insufficient',
      availableMicroUsd: refused.walletAvailableMicroUsd,
      neededMicroUsd,
      retryAfterSeconds: null,
      wouldPassIf: ifWalletHas(neededMicroUsd),
    },
  ];
}

function primaryDenial(
  { funding }: PreparedAdmission,
  planTokens: bigint,
  refused: FundingRefused,
): MoneyDenial {
  const isPeriod = funding.primary?.kind === 'period';
  const neededMicroUsd = primaryHold(planTokens, funding);
  return {
    reason: isPeriod ? 'subscription_exhausted' : 'project_budget_exhausted',
    availableMicroUsd: maxBigint(
      refused.primaryAvailableMicroUsd ?? primaryHold(refused.primaryTokens, funding),
      0n,
    ),
    neededMicroUsd,
    retryAfterSeconds: null,
    wouldPassIf: ifPrimaryHas(
      isPeriod ? 'period' : 'project',
      neededMicroUsd,
      refused.walletMicroUsd,
    ),
  };
}
