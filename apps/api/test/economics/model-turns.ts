import type { SubscriptionFacts } from '@purser/domain/plan/subscription';
import { limitNames } from '@purser/domain/quota/limits';
import { minuteOf } from '@purser/domain/quota/window';
import { type FundingBalances, fundAdmission } from '@purser/domain/turn/fund-admission';
import { interpretAdmission } from '@purser/domain/turn/interpret-admission';
import {
  type AdmissionUser,
  holdTtlMs,
  type PreparedAdmission,
  prepareAdmission,
  slotTtlMs,
} from '@purser/domain/turn/prepare-admission';
import { type TurnOperationName, turnStep } from '@purser/domain/turn/turn-state';
import { isLotAvailable, takeFromLots, walletAvailable } from '@purser/domain/wallet/lot-order';
import { decideByModel } from './model-counters.ts';
import {
  type ModelLot,
  type ModelState,
  type ModelTurn,
  openHolds,
  userOf,
} from './model-state.ts';
import { limitLine, moneyLines } from './said-lines.ts';

export type Asked = {
  readonly turnId: string;
  readonly userId: string;
  readonly bundleId: string;
  readonly tokens: bigint;
};

/** What a caller is told, as far as the model says it. */
export type Said = Readonly<Record<string, unknown>>;

/** What an admission would be answered now, changing nothing. */
export function checkByModel(state: ModelState, asked: Asked): Said {
  const prepared = prepare(state, asked, false);
  const decided = decideByModel(state, asked.userId, prepared.decide);
  const funding = fundAdmission(
    prepared.funding,
    BigInt(decided.tokens),
    balances(state, asked.userId, prepared),
  );
  return aboutLimits(decision(interpretAdmission(prepared, decided, funding).answer));
}

/** What a check says of plan and limits; its money may be as old as it says. */
export function aboutLimits({ planId, planSource, grantIds, limits }: Said): Said {
  return { planId, planSource, grantIds, limits };
}

export function admitByModel(state: ModelState, asked: Asked): Said {
  userOf(state, asked.userId);
  const existing = state.turns.get(asked.turnId);
  const again = existing === undefined ? null : repeatAdmission(state, existing, asked);
  return again ?? admitNew(state, asked, false);
}

function admitNew(state: ModelState, asked: Asked, reaped: boolean): Said {
  const prepared = prepare(state, asked, true);
  const decided = decideByModel(state, asked.userId, prepared.decide);
  const funding = fundAdmission(
    prepared.funding,
    BigInt(decided.tokens),
    balances(state, asked.userId, prepared),
  );
  // Money held by turns that have expired is looked for once before the answer is no (rule L8).
  if (
    !decided.denied &&
    funding.kind === 'refused' &&
    !reaped &&
    reapByModel(state, asked.userId) > 0
  ) {
    return admitNew(state, asked, true);
  }
  const { answer } = interpretAdmission(prepared, decided, funding);
  if (answer.decision === 'denied' || funding.kind === 'refused') return decision(answer);
  const user = userOf(state, asked.userId);
  user.anchorMinute ??= minuteOf(state.nowMs);
  const lots = spendable(state, asked.userId);
  const takes = takeFromLots(lots.map(asSpendable), {
    wantedMicroUsd: funding.walletMicroUsd,
    nowMs: state.nowMs,
  });
  const { primary } = prepared.funding;
  const period = user.subscription?.period ?? null;
  const turn: ModelTurn = {
    ...asked,
    estimateTokens: asked.tokens,
    planId: answer.planId,
    heldTokens: funding.primaryTokens,
    primary:
      primary?.kind === 'period' && period !== null
        ? { kind: 'period', period }
        : primary && { kind: 'project' },
    primaryHold: funding.primaryMicroUsd,
    walletHolds: takes.flatMap(({ lotId, amountMicroUsd }) => {
      const lot = lots.find((each) => each.lotId === lotId);
      return lot === undefined ? [] : [{ lot, amount: amountMicroUsd }];
    }),
    hadWallet: funding.hadWallet,
    walletBeyondLimits: prepared.funding.walletBeyondLimits,
    state: 'admitted',
    ...renewal(state.nowMs),
    costMicroUsd: null,
    tokensCharged: 0n,
    absorbed: null,
    settledMinute: null,
  };
  state.turns.set(asked.turnId, turn);
  for (const { purse, amount } of openHolds(turn, state.project)) purse.held += amount;
  return decision(answer);
}

function renewal(nowMs: number) {
  const [expiresAtMs, slotExpiresAtMs] = [nowMs + holdTtlMs, nowMs + slotTtlMs];
  return {
    expiresAtMs,
    countedUntilMs: expiresAtMs,
    slotExpiresAtMs,
    slotUntilMs: slotExpiresAtMs,
  };
}

/** Null when the turn's owner is somebody else's business: nothing here decides anew. */
function repeatAdmission(state: ModelState, turn: ModelTurn, asked: Asked): Said | null {
  const same =
    turn.userId === asked.userId &&
    turn.bundleId === asked.bundleId &&
    turn.estimateTokens === asked.tokens;
  const step = stepOf(turn, 'admit', same);
  if (step.step === 'renew') {
    Object.assign(turn, renewal(state.nowMs));
    return { decision: 'admitted' };
  }
  // The counters know a turn by its user and id alone, and have renewed it before the ledger says no.
  const isCounted =
    turn.userId === asked.userId && turn.state === 'admitted' && state.nowMs < turn.countedUntilMs;
  if (isCounted) {
    turn.countedUntilMs = state.nowMs + holdTtlMs;
    turn.slotUntilMs = state.nowMs + slotTtlMs;
  }
  return { rejected: step.step === 'reject' ? step.code : step.step };
}

export function heartbeatByModel(state: ModelState, turnId: string): Said {
  const turn = state.turns.get(turnId);
  const step = stepOf(turn, 'heartbeat', true);
  if (step.step !== 'renew' || turn === undefined) return rejectedBy(step);
  Object.assign(turn, renewal(state.nowMs));
  return { ok: true };
}

export function releaseByModel(state: ModelState, turnId: string): Said {
  const turn = state.turns.get(turnId);
  const step = stepOf(turn, 'release', true);
  if (step.step === 'move' && turn !== undefined) endByModel(state, turn, 'released');
  return step.step === 'reject' ? rejectedBy(step) : { ok: true };
}

/** Ends turns that have expired: all, or those that hold a user's money or the project's (rule L8); answers how many. */
export function reapByModel(state: ModelState, userId?: string): number {
  const expired = [...state.turns.values()].filter(
    (turn) =>
      turn.state === 'admitted' &&
      turn.expiresAtMs <= state.nowMs &&
      (userId === undefined ||
        turn.userId === userId ||
        (turn.primary?.kind === 'project' && turn.primaryHold > 0n)),
  );
  for (const turn of expired) endByModel(state, turn, 'expired');
  return expired.length;
}

/** Gives the open holds back and closes the turn. */
export function endByModel(state: ModelState, turn: ModelTurn, as: ModelTurn['state']): void {
  for (const { purse, amount } of openHolds(turn, state.project)) purse.held -= amount;
  turn.state = as;
}

function prepare(state: ModelState, asked: Asked, apply: boolean): PreparedAdmission {
  const outcome = prepareAdmission({
    nowMs: state.nowMs,
    attemptId: 'attempt',
    request: {
      turnId: asked.turnId,
      userId: asked.userId,
      bundleId: asked.bundleId,
      estimate: { estimateTokens: asked.tokens },
      providers: [],
    },
    user: admissionUser(state, asked.userId),
    rules: state.rules,
    apply,
  });
  if (!outcome.ok) throw new Error(outcome.rejection.code);
  return outcome.value;
}

/** The facts of a user that an admission is decided by. */
export function admissionUser(state: ModelState, userId: string): AdmissionUser {
  const user = state.users.get(userId);
  return {
    role: 'registered',
    suspended: false,
    anchorMinute: user?.anchorMinute ?? null,
    resetMinute: null,
    grants: user?.grants ?? [],
    subscription: factsOf(state, userId),
  };
}

function factsOf(state: ModelState, userId: string): SubscriptionFacts | null {
  const subscription = state.users.get(userId)?.subscription ?? null;
  if (subscription === null || subscription.status === 'canceled') return null;
  const { planId, status, priceMicroUsd, cancelAtPeriodEnd, period } = subscription;
  return {
    planId,
    status,
    monthlyPriceMicroUsd: priceMicroUsd,
    cancelAtPeriodEnd,
    periodEndMs: period?.endsAtMs ?? null,
    openPeriodKey: period === null || period.closed ? null : period.key,
  };
}

function balances(state: ModelState, userId: string, prepared: PreparedAdmission): FundingBalances {
  const { primary } = prepared.funding;
  const period = state.users.get(userId)?.subscription?.period ?? null;
  const lots = spendable(state, userId);
  const money =
    primary?.kind === 'period' && period !== null
      ? { kind: 'period' as const, period }
      : { kind: 'project' as const };
  return {
    primaryAvailableMicroUsd: primary === null ? 0n : availableAt(state, money),
    walletBalanceMicroUsd: lots
      .filter((lot) => isLotAvailable(asSpendable(lot), state.nowMs))
      .reduce((sum, { balance }) => sum + balance, 0n),
    walletAvailableMicroUsd: walletAvailable(lots.map(asSpendable), state.nowMs),
  };
}

/** What the primary source still gives; null where it has no floor. */
export function availableAt(
  state: ModelState,
  primary: NonNullable<ModelTurn['primary']>,
): bigint | null {
  const purse = primary.kind === 'period' ? primary.period : state.project;
  return purse.overdraft === null ? null : purse.balance - purse.held + purse.overdraft;
}

/** The user's lots, spent or not. */
export function spendable(state: ModelState, userId: string): readonly ModelLot[] {
  return state.lots.filter((lot) => lot.userId === userId);
}

/** A lot as the rules of the wallet take it. */
export function asSpendable({ lotId, createdAtMs, expiresAtMs, balance, held }: ModelLot) {
  return { lotId, createdAtMs, expiresAtMs, availableMicroUsd: balance - held };
}

/** Whether a lot that has not expired has money in it. */
export function hasMoney(state: ModelState, userId: string): boolean {
  return spendable(state, userId).some(
    (lot) => lot.balance > 0n && isLotAvailable(asSpendable(lot), state.nowMs),
  );
}

/** What the rules say to an operation on the turn as it stands. */
export function stepOf(turn: ModelTurn | undefined, operation: TurnOperationName, same: boolean) {
  return turnStep(turn?.state ?? 'none', operation, { same });
}

/** How both sides write a step that is refused. */
export function rejectedBy(step: ReturnType<typeof turnStep>): Said {
  return { rejected: step.step === 'reject' ? step.code : step.step };
}

type Answer = ReturnType<typeof interpretAdmission>['answer'];

function decision(answer: Answer): Said {
  const { decision: said, planId, planSource, grantIds, limits } = answer;
  const facts = {
    decision: said,
    planId,
    planSource,
    grantIds: [...grantIds].sort(),
    limits: limits.map(({ limit, ...of }) => limitLine({ limit: limitNames[limit], ...of })),
  };
  if (answer.decision === 'admitted') {
    return { ...facts, tokens: answer.holds.tokens, money: moneyLines(answer.holds.money) };
  }
  return { ...facts, reasons: [...new Set(answer.denials.map(({ reason }) => reason))] };
}
