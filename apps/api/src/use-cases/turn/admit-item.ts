import type { DecidedAnswer } from '@purser/domain/quota/counter-types';
import { admissionContent } from '@purser/domain/turn/admission-content';
import { type FundingAnswer, fundAdmission } from '@purser/domain/turn/fund-admission';
import { interpretAdmission } from '@purser/domain/turn/interpret-admission';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { AdmitTurn } from '@purser/schema/contract/turn';
import type { AdmitItem } from '../../ports/turn-ledger.ts';
import type { Prepared } from './admission.ts';
import { type StoredDecision, storedDecision } from './admit-answer.ts';

/** What the ledger is asked to hold, with the decision that is stored beside the turn. */
export type DecidedItem = AdmitItem & { readonly decision: StoredDecision };

/** Puts what the counters decided into one question for the ledger: money to hold, and the turn to write. */
export function admitItem(
  ctx: RequestContext,
  input: AdmitTurn,
  { admission, user }: Prepared,
  decided: DecidedAnswer,
): DecidedItem {
  const { funding, request, nowMs, decide } = admission;
  const planTokens = BigInt(decided.tokens);
  const asHeld = heldModel(admission.funding, planTokens);
  const { answer } = interpretAdmission(admission, decided, asHeld);
  return {
    op: 'admit',
    atMs: nowMs,
    actor: ctx.caller.id,
    turnId: input.turnId,
    userId: user.id,
    bundleId: input.bundleId ?? null,
    class: input.class ?? 'interactive',
    planId: answer.planId,
    planSource: answer.planSource,
    content: admissionContent({
      userId: input.userId,
      bundleId: request.bundleId,
      estimate: request.estimate,
    }),
    epoch: decided.epoch,
    estimateTokens: funding.estimateTokens,
    planTokens,
    pricePicoUsd: funding.pricePicoUsd,
    safetyPercent: funding.safetyPercent,
    primary: funding.primary,
    askWallet: funding.walletBeyondLimits || planTokens >= funding.estimateTokens,
    walletBeyondLimits: funding.walletBeyondLimits,
    providers: request.providers,
    providerHolds: decide.providerHolds,
    decision: storedDecision(answer, planTokens),
    metadata: input.metadata,
    expiresAtMs: decide.holdExpiresAtMs,
    slotExpiresAtMs: decide.slotExpiresAtMs,
    anchor: user.anchorMinute === null,
  };
}

/** The funding answer if money were no object: the shape of the answer before the ledger has spoken. */
function heldModel(terms: Prepared['admission']['funding'], planTokens: bigint): FundingAnswer {
  const wealth = terms.estimateTokens * terms.pricePicoUsd;
  return fundAdmission({ ...terms, walletBeyondLimits: true }, planTokens, {
    primaryAvailableMicroUsd: null,
    walletBalanceMicroUsd: wealth,
    walletAvailableMicroUsd: wealth,
  });
}
