import { minBigint } from '@purser/domain/money/divide';
import type { SubscriptionFacts } from '@purser/domain/plan/subscription';
import { userPolicies } from '@purser/domain/plan/user-policies';
import { limitNames } from '@purser/domain/quota/limits';
import { minuteOf } from '@purser/domain/quota/window';
import { type FundingBalances, fundAdmission } from '@purser/domain/turn/fund-admission';
import { interpretAdmission } from '@purser/domain/turn/interpret-admission';
import { limitChecks } from '@purser/domain/turn/limit-checks';
import {
  type AdmissionUser,
  holdTtlMs,
  type PreparedAdmission,
  prepareAdmission,
  slotTtlMs,
} from '@purser/domain/turn/prepare-admission';
import { quotaCapacity, type SettleSplit, settleSplit } from '@purser/domain/turn/settle-split';
import { type TurnOperationName, turnStep } from '@purser/domain/turn/turn-state';
import { isLotAvailable, takeFromLots, walletAvailable } from '@purser/domain/wallet/lot-order';
import { decideByModel, usedSince } from './model-counters.ts';
import {
  type ModelLot,
  type ModelState,
  type ModelTurn,
  openHolds,
  userOf,
} from './model-state.ts';

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

/** Ends turns whose holds have expired; answers how many. */
export function reapByModel(state: ModelState, userId?: string): number {
  const expired = [...state.turns.values()].filter(
    (turn) =>
      turn.state === 'admitted' &&
      turn.expiresAtMs <= state.nowMs &&
      (userId === undefined || turn.userId === userId),
  );
  for (const turn of expired) endByModel(state, turn, 'expired');
  return expired.length;
}

function endByModel(state: ModelState, turn: ModelTurn, as: ModelTurn['state']): void {
  for (const { purse, amount } of openHolds(turn, state.project)) purse.held -= amount;
  turn.state = as;
}

export function settleByModel(state: ModelState, turnId: string, costMicroUsd: bigint): Said {
  const turn = state.turns.get(turnId);
  const step = stepOf(turn, 'settle', turn?.costMicroUsd === costMicroUsd);
  if (turn === undefined || step.step === 'reject') return rejectedBy(step);
  if (step.step === 'repeat') return settled(turn);
  const split = splitOf(state, turn, costMicroUsd);
  const walletPart = sumOf(split, 'wallet');
  if (turn.primary?.kind === 'period') turn.primary.period.balance -= sumOf(split, 'period');
  state.project.balance -= sumOf(split, 'project');
  payFromLots(state, turn, walletPart);
  state.spent += costMicroUsd;
  endByModel(state, turn, 'settled');
  turn.costMicroUsd = costMicroUsd;
  turn.tokensCharged = split.quotaTokensCharged;
  turn.settledMinute = minuteOf(state.nowMs);
  turn.absorbed = split.absorbReason;
  return settled(turn);
}

function settled({ tokensCharged, absorbed }: ModelTurn): Said {
  return { tokensCharged, absorbed };
}

function splitOf(state: ModelState, turn: ModelTurn, costMicroUsd: bigint): SettleSplit {
  const isHeld = turn.state === 'admitted';
  const primaryHeld = isHeld ? turn.primaryHold : 0n;
  const walletHeld = isHeld ? turn.walletHolds.reduce((sum, { amount }) => sum + amount, 0n) : 0n;
  const lots = spendable(state, turn.userId);
  const { primary } = turn;
  return settleSplit({
    costMicroUsd,
    pricePicoUsd: state.rules.settings.referencePricePicoUsd,
    primary: primary?.kind ?? null,
    periodClosed: primary?.kind === 'period' && primary.period.closed,
    primaryHeldMicroUsd: primaryHeld,
    primaryFreeMicroUsd: primary === null ? 0n : availableAt(state, primary),
    walletHeldMicroUsd: walletHeld,
    walletFreeMicroUsd: walletAvailable(lots.map(asSpendable), state.nowMs),
    walletBeyondLimits: turn.walletBeyondLimits,
    hadWallet: turn.hadWallet || hasMoney(state, turn.userId),
    quotaTokens: capacityOf(state, turn),
  });
}

/** What the plan's token windows still give the turn (rule F5); it stays with the plan of its admission. */
function capacityOf(state: ModelState, turn: ModelTurn): bigint | null {
  const { bundleId, userId } = turn;
  const user = admissionUser(state, userId);
  const { policies } = userPolicies({
    nowMs: state.nowMs,
    bundleId,
    user,
    rules: state.rules,
    askedPlanId: turn.planId,
  });
  const clock = {
    nowMinute: minuteOf(state.nowMs),
    anchorMinute: user.anchorMinute,
    resetMinute: null,
  };
  const others = [...state.turns.values()].filter(
    (other) => other !== turn && other.userId === userId && other.state === 'admitted',
  );
  const windows = limitChecks(policies, clock).limits.flatMap((limit) => {
    if (limit.metric !== 'tokens') return [];
    const { scope, max, span } = limit;
    const inScope = others.filter((other) => scope === '*' || other.bundleId === scope);
    const heldByOthers = inScope.reduce((sum, other) => sum + other.heldTokens, 0n);
    const used = usedSince(state, { userId, scope, startMinute: span.startMinute }).tokens;
    return [{ limit: max, used, heldByOthers }];
  });
  const own = turn.state === 'admitted' ? turn.heldTokens : 0n;
  return quotaCapacity(own, windows);
}

/** The turn's own holds pay first, whatever has expired; then what is free, in order (rule F8). */
function payFromLots(state: ModelState, turn: ModelTurn, amount: bigint): void {
  const lots = spendable(state, turn.userId);
  const free = lots.map(asSpendable);
  let unpaid = amount;
  for (const { lot, amount: held } of turn.state === 'admitted' ? turn.walletHolds : []) {
    const paid = minBigint(unpaid, held);
    lot.balance -= paid;
    unpaid -= paid;
  }
  const takes = takeFromLots(free, { wantedMicroUsd: unpaid, nowMs: state.nowMs });
  for (const { lotId, amountMicroUsd } of takes) {
    const lot = lots.find((each) => each.lotId === lotId);
    if (lot !== undefined) lot.balance -= amountMicroUsd;
  }
}

function sumOf({ parts }: SettleSplit, source: 'period' | 'project' | 'wallet'): bigint {
  return parts.reduce(
    (sum, part) => (part.source === source ? sum + part.amountMicroUsd : sum),
    0n,
  );
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

function admissionUser(state: ModelState, userId: string): AdmissionUser {
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

function availableAt(state: ModelState, primary: NonNullable<ModelTurn['primary']>): bigint | null {
  const purse = primary.kind === 'period' ? primary.period : state.project;
  return purse.overdraft === null ? null : purse.balance - purse.held + purse.overdraft;
}

function spendable(state: ModelState, userId: string): readonly ModelLot[] {
  return state.lots.filter((lot) => lot.userId === userId);
}

function asSpendable({ lotId, createdAtMs, expiresAtMs, balance, held }: ModelLot) {
  return { lotId, createdAtMs, expiresAtMs, availableMicroUsd: balance - held };
}

function hasMoney(state: ModelState, userId: string): boolean {
  return spendable(state, userId).some(
    (lot) => lot.balance > 0n && isLotAvailable(asSpendable(lot), state.nowMs),
  );
}

function stepOf(turn: ModelTurn | undefined, operation: TurnOperationName, same: boolean) {
  return turnStep(turn?.state ?? 'none', operation, { same });
}

function rejectedBy(step: ReturnType<typeof turnStep>): Said {
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

/** A limit as both sides write it. */
export function limitLine(is: {
  readonly limit: string;
  readonly scope: string;
  readonly allowed: bigint;
  readonly used: bigint;
  readonly held: bigint;
}): string {
  return `${is.limit} ${is.scope}: ${is.used} used + ${is.held} held of ${is.allowed}`;
}

/** Money held by source; a wallet's over all of its lots. */
export function moneyLines(
  money: readonly { readonly source: string; readonly amountMicroUsd: bigint }[],
): readonly string[] {
  const sources = [...new Set(money.map(({ source }) => source))];
  return sources.map((source) => {
    const parts = money.filter((part) => part.source === source);
    return `${source} ${parts.reduce((sum, { amountMicroUsd }) => sum + amountMicroUsd, 0n)}`;
  });
}
