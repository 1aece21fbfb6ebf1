import type { DecidedAnswer } from '@purser/domain/quota/counter-types';
import { admissionContent } from '@purser/domain/turn/admission-content';
import {
  type FundingBalances,
  fundAdmission,
  fundingCapacities,
} from '@purser/domain/turn/fund-admission';
import { interpretAdmission } from '@purser/domain/turn/interpret-admission';
import { holdTtlMs, slotTtlMs } from '@purser/domain/turn/prepare-admission';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { AdmitAnswer, AdmitTurn, TurnOutcome } from '@purser/schema/contract/turn';
import type { MoneyPart, StoredTurn, TurnAnswer } from '../../ports/turn-ledger.ts';
import { type Prepared, prepare } from './admission.ts';
import { admittedAnswer, plainAnswer, type StoredDecision } from './admit-answer.ts';
import { admitItem, type DecidedItem } from './admit-item.ts';
import { reapTurns } from './reap-turns.ts';
import type { TurnDeps } from './turn-deps.ts';
import { turnRejection } from './turn-rejection.ts';

/** An epoch may change and a period may close while an admission is decided, though hardly so often. */
const attemptsMax = 8;
const undecided: ReadonlySet<TurnAnswer['status']> = new Set(['short', 'again', 'stale_epoch']);

/**
 * Admits a turn, or denies it with every reason (rules T1 to T4): one call holds request, slot, tokens
 * and provider money in the counters, one ledger item holds the money and writes the turn, and what
 * the ledger refused is given back before the answer.
 */
export async function admitTurn(
  deps: TurnDeps,
  ctx: RequestContext,
  input: AdmitTurn,
): Promise<TurnOutcome<AdmitAnswer>> {
  let reaped = false;
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const nowMs = await deps.clock.nowMs(ctx.scope);
    const role = input.role ?? 'registered';
    const user = await deps.rules.ensureUser(ctx.scope, input.userId, { role, nowMs });
    const ready = await prepare(deps, ctx, input, { apply: true, user, nowMs });
    if (!ready.ok) return ready;
    const { admission, counted } = ready.value;
    const decided = await deps.gate.decide(ctx.scope, admission.decide, counted);
    if (decided.denied || admission.suspended)
      return denyHeld(deps, ctx, input, ready.value, decided);
    const item = admitItem(ctx, input, ready.value, decided);
    const answer = await deps.ledger.submit(ctx.scope, item);
    if (answer.status === 'admitted')
      return admitted(deps, ctx, input, ready.value, { item, answer });
    if (answer.status === 'exists') return repeated(deps, ctx, input, ready.value, answer.turn);
    if (!undecided.has(answer.status)) {
      throw new Error(`The ledger answered ${answer.status} to an admission.`);
    }
    if (answer.status === 'short' && !(await reapFor(deps, ctx, ready.value, reaped))) {
      return deny(deps, ctx, input, ready.value, { decided, balances: answer });
    }
    reaped ||= answer.status === 'short';
    // What this attempt holds is given back first, so that the next one is decided from scratch.
    await giveBack(deps, ctx, input, ready.value);
    // A period that closed meanwhile is known by its generation: the user is read afresh (rule F9).
    if (answer.status === 'again') await deps.rules.changed(ctx.scope);
    if (answer.status === 'stale_epoch') await deps.gate.refused(ctx.scope, decided.epoch);
  }
  // Another process has taken the counters over: what this one decides is refused each time (rule W8).
  return turnRejection('not_ready');
}

/** Money held by turns that have expired is looked for once before the answer is no (rule L8). */
async function reapFor(
  deps: TurnDeps,
  ctx: RequestContext,
  { admission, user }: Prepared,
  reapedBefore: boolean,
): Promise<boolean> {
  if (reapedBefore) return false;
  const selection = { nowMs: admission.nowMs, limit: 100, userId: user.id };
  return (await reapTurns(deps, ctx.scope, selection)) > 0;
}

function giveBack(
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

async function admitted(
  deps: TurnDeps,
  ctx: RequestContext,
  input: AdmitTurn,
  { admission, user }: Prepared,
  {
    item,
    answer,
  }: {
    readonly item: DecidedItem;
    readonly answer: Extract<TurnAnswer, { status: 'admitted' }>;
  },
): Promise<TurnOutcome<AdmitAnswer>> {
  const { planId, bundleId, providers, planTokens } = item;
  deps.admittedTurns.remember(ctx.scope, input.turnId, {
    externalUserId: input.userId,
    bundleId,
    planId,
    providers,
    admittedAtMs: item.atMs,
  });
  if (answer.anchorMinute !== null) {
    deps.rules.anchored(ctx.scope, input.userId, answer.anchorMinute);
  }
  if (answer.primaryTokens < planTokens) {
    await deps.counters.adjust(ctx.scope, {
      userId: user.id.toString(),
      turnId: input.turnId,
      tokens: Number(answer.primaryTokens),
    });
  }
  return {
    ok: true,
    value: admittedAnswer(item.decision, {
      id: answer.id,
      turnId: input.turnId,
      userId: input.userId,
      heldTokens: answer.primaryTokens,
      money: answer.money,
      expiresAtMs: admission.decide.holdExpiresAtMs,
    }),
  };
}

/** The turn exists: the same request is renewed and answered the same, anything else is a conflict (rule T8). */
async function repeated(
  deps: TurnDeps,
  ctx: RequestContext,
  input: AdmitTurn,
  prepared: Prepared,
  turn: StoredTurn,
): Promise<TurnOutcome<AdmitAnswer>> {
  const { admission, user } = prepared;
  const { request, decide } = admission;
  const content = admissionContent({
    userId: input.userId,
    bundleId: request.bundleId,
    estimate: request.estimate,
  });
  if (turn.state !== 'admitted' || turn.content !== content) {
    await giveBack(deps, ctx, input, prepared);
    return turnRejection(turn.state === 'admitted' ? 'content_mismatch' : 'turn_closed');
  }
  await deps.ledger.submit(ctx.scope, {
    op: 'heartbeat',
    atMs: admission.nowMs,
    actor: ctx.caller.id,
    turnId: input.turnId,
    expiresAtMs: admission.nowMs + holdTtlMs,
    slotExpiresAtMs: admission.nowMs + slotTtlMs,
  });
  await deps.counters.assertHold(ctx.scope, {
    turnId: input.turnId,
    userId: user.id.toString(),
    scopes: decide.scopes,
    tokens: Number(turn.heldTokens),
    holdExpiresAtMs: decide.holdExpiresAtMs,
    slotExpiresAtMs: decide.slotExpiresAtMs,
    providerHolds: decide.providerHolds,
  });
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
      expiresAtMs: decide.holdExpiresAtMs,
    }),
  };
}

/** The counters or a suspension said no: the turn may still exist, and money reasons are listed too. */
async function denyHeld(
  deps: TurnDeps,
  ctx: RequestContext,
  input: AdmitTurn,
  prepared: Prepared,
  decided: DecidedAnswer,
): Promise<TurnOutcome<AdmitAnswer>> {
  const { admission, user } = prepared;
  const [existing, balances] = await Promise.all([
    deps.lookup.find(ctx.scope, input.turnId),
    deps.lookup.funding(ctx.scope, {
      userId: user.id,
      primary: admission.funding.primary,
      nowMs: admission.nowMs,
    }),
  ]);
  if (existing !== null && !admission.suspended) {
    // The id is taken for ever, so nothing is decided anew: the turn is answered as it stands (rule T8).
    const item = admitItem(ctx, input, prepared, decided);
    const answer = await deps.ledger.submit(ctx.scope, item);
    if (answer.status === 'exists') return repeated(deps, ctx, input, prepared, answer.turn);
  }
  if (existing !== null && existing.state !== 'admitted') return turnRejection('turn_closed');
  return deny(deps, ctx, input, prepared, { decided, balances });
}

async function deny(
  deps: TurnDeps,
  ctx: RequestContext,
  input: AdmitTurn,
  prepared: Prepared,
  { decided, balances }: { readonly decided: DecidedAnswer; readonly balances: FundingBalances },
): Promise<TurnOutcome<AdmitAnswer>> {
  const { admission, user } = prepared;
  const planTokens = BigInt(decided.tokens);
  const funding = fundAdmission(admission.funding, planTokens, balances);
  const { answer, followUp } = interpretAdmission(admission, decided, funding);
  if (followUp.kind === 'give_back') {
    await giveBack(deps, ctx, input, prepared);
  }
  const decisionId = deps.ids.uuid7(admission.nowMs);
  const value = plainAnswer(answer, { turnId: input.turnId, userId: input.userId, decisionId });
  deps.denials.record(ctx.scope, {
    id: decisionId,
    userId: user.id,
    turnId: input.turnId,
    bundleId: input.bundleId ?? null,
    planId: value.planId,
    reasons: [...new Set(value.denials.map(({ reason }) => reason))],
    denials: value.denials,
    funding: fundingCapacities(admission.funding, planTokens, balances),
    deniedAtMs: admission.nowMs,
  });
  return { ok: true, value };
}
