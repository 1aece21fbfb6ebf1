import { minBigint } from '@purser/domain/money/divide';
import { userPolicies } from '@purser/domain/plan/user-policies';
import { minuteOf } from '@purser/domain/quota/window';
import { limitChecks } from '@purser/domain/turn/limit-checks';
import { quotaCapacity, type SettleSplit, settleSplit } from '@purser/domain/turn/settle-split';
import { takeFromLots, walletAvailable } from '@purser/domain/wallet/lot-order';
import { usedSince } from './model-counters.ts';
import type { ModelState, ModelTurn } from './model-state.ts';
import {
  admissionUser,
  asSpendable,
  availableAt,
  endByModel,
  hasMoney,
  rejectedBy,
  type Said,
  spendable,
  stepOf,
} from './model-turns.ts';

/** Settles by the rules: who pays, what the plan is charged, and which holds end (rules F5 to F8). */
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
