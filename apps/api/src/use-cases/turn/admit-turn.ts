import type { DecidedAnswer } from '@purser/domain/quota/counter-types';
import {
  type FundingBalances,
  fundAdmission,
  fundingCapacities,
} from '@purser/domain/turn/fund-admission';
import { interpretAdmission } from '@purser/domain/turn/interpret-admission';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { AdmitAnswer, AdmitTurn, TurnOutcome } from '@purser/schema/contract/turn';
import type { StoredTurn, TurnAnswer } from '../../ports/turn-ledger.ts';
import { type Prepared, prepare } from './admission.ts';
import { admittedAnswer, plainAnswer } from './admit-answer.ts';
import { admitItem, type DecidedItem } from './admit-item.ts';
import { reapTurns } from './reap-turns.ts';
import { giveBack, repeatAdmission } from './repeat-admission.ts';
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
    if (decided.taken) return takenTurn(deps, ctx, input, ready.value, decided);
    if (decided.denied || admission.suspended)
      return denyHeld(deps, ctx, input, ready.value, decided);
    const item = admitItem(ctx, input, ready.value, decided);
    const answer = await deps.ledger.submit(ctx.scope, item);
    if (answer.status === 'admitted')
      return admitted(deps, ctx, input, ready.value, { item, answer });
    if (answer.status === 'exists')
      return repeatAdmission(deps, ctx, input, ready.value, answer.turn);
    if (!undecided.has(answer.status)) {
      throw new Error(`The ledger answered ${answer.status} to an admission.`);
    }
    if (answer.status === 'short' && !(await reapFor(deps, ctx, ready.value, reaped))) {
      if (cutByAnother(ready.value, decided)) {
        await giveBack(deps, ctx, input, ready.value);
        return turnRejection('in_progress');
      }
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

/** The windows gave these tokens to another attempt at the same turn, and may give more by now: nothing here says why not. */
function cutByAnother({ admission }: Prepared, decided: DecidedAnswer): boolean {
  return decided.already && decided.tokens < admission.decide.estimateTokens;
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

/** The counters hold the turn for an attempt that asks for something else: that one's turn stands, or is being decided. */
async function takenTurn(
  deps: TurnDeps,
  ctx: RequestContext,
  input: AdmitTurn,
  prepared: Prepared,
  decided: DecidedAnswer,
): Promise<TurnOutcome<AdmitAnswer>> {
  if ((await deps.lookup.find(ctx.scope, input.turnId)) === null) {
    return turnRejection('in_progress');
  }
  const turn = await storedTurn(deps, ctx, admitItem(ctx, input, prepared, decided));
  if (turn === null) return turnRejection('in_progress');
  return repeatAdmission(deps, ctx, input, prepared, turn);
}

/** A turn that is known to be there, as the ledger answers its repeated admission. */
async function storedTurn(
  deps: TurnDeps,
  ctx: RequestContext,
  item: DecidedItem,
): Promise<StoredTurn | null> {
  const answer = await deps.ledger.submit(ctx.scope, item);
  return answer.status === 'exists' ? answer.turn : null;
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
    const turn = await storedTurn(deps, ctx, admitItem(ctx, input, prepared, decided));
    if (turn !== null) return repeatAdmission(deps, ctx, input, prepared, turn);
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
