import { admissionContent } from '@purser/domain/turn/admission-content';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { AdmitAnswer, AdmitTurn, TurnOutcome } from '@purser/schema/contract/turn';
import type { MoneyPart, StoredTurn } from '../../ports/turn-ledger.ts';
import type { Prepared } from './admission.ts';
import { admittedAnswer, type StoredDecision } from './admit-answer.ts';
import { heartbeatTurn } from './close-turn.ts';
import type { TurnDeps } from './turn-deps.ts';
import { turnRejection } from './turn-rejection.ts';

/**
 * The turn exists: the same request is renewed, as a heartbeat does it, and answered the same;
 * anything else is a conflict (rule T8). What the turn holds is what its admission held, whatever
 * the repetition names beside its content.
 */
export async function repeatAdmission(
  deps: TurnDeps,
  ctx: RequestContext,
  input: AdmitTurn,
  prepared: Prepared,
  turn: StoredTurn,
): Promise<TurnOutcome<AdmitAnswer>> {
  const { bundleId, estimate } = prepared.admission.request;
  const content = admissionContent({ userId: input.userId, bundleId, estimate });
  if (turn.state === 'admitted' && turn.content !== content) {
    await giveBack(deps, ctx, input, prepared);
    return turnRejection('content_mismatch');
  }
  const renewed =
    turn.state === 'admitted'
      ? await heartbeatTurn(deps, ctx, input)
      : turnRejection('turn_closed');
  if (!renewed.ok) {
    // Closed before, or just now: whatever a heartbeat is told, an admission is told that it is over.
    await giveBack(deps, ctx, input, prepared);
    return turnRejection('turn_closed');
  }
  const decision = turn.decision as StoredDecision & { readonly money: readonly MoneyPart[] };
  return {
    ok: true,
    replayed: true,
    value: admittedAnswer(decision, {
      id: turn.id,
      turnId: input.turnId,
      userId: input.userId,
      heldTokens: turn.heldTokens,
      money: decision.money,
      expiresAtMs: renewed.value.expiresAt.getTime(),
    }),
  };
}

/** Takes back what this attempt holds in the counters. */
export function giveBack(
  deps: TurnDeps,
  ctx: RequestContext,
  input: AdmitTurn,
  { admission, user }: Prepared,
): Promise<void> {
  return deps.counters.giveBack(ctx.scope, {
    userId: user.id.toString(),
    turnId: input.turnId,
    attemptId: admission.decide.attemptId,
  });
}
