import { attributeCost, undeclaredProviders } from '@purser/domain/budget/attribute-cost';
import { pricesInForce } from '@purser/domain/money/price-list';
import { type PriceFlag, type ProviderShare, usageCost } from '@purser/domain/money/usage-cost';
import { everyBundle, scopesOf } from '@purser/domain/plan/plan';
import { userPolicies } from '@purser/domain/plan/user-policies';
import { countedWindows, limitChecks } from '@purser/domain/turn/limit-checks';
import { settlementContent } from '@purser/domain/turn/settlement-content';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { SettleAnswer, SettleTurn, TurnOutcome } from '@purser/schema/contract/turn';
import type { LoadedRules } from '../../ports/rules-source.ts';
import type { SettleItem, TurnAnswer } from '../../ports/turn-ledger.ts';
import type { AdmittedFacts } from '../../ports/turn-lookup.ts';
import { unseenUser, windowClock } from './admission.ts';
import type { TurnDeps } from './turn-deps.ts';
import { turnRejection } from './turn-rejection.ts';

type Priced = {
  readonly costMicroUsd: bigint;
  readonly shares: readonly ProviderShare[];
  readonly flags: readonly string[];
  /** Parts of the usage that took a ceiling. */
  readonly unpriced: readonly PriceFlag[];
};

/**
 * Books what a turn cost, frees what it held, and counts its request and tokens (rules T5, F4 to F10).
 * PostgreSQL alone decides the split; the counters are told after the commit.
 */
export async function settleTurn(
  deps: TurnDeps,
  ctx: RequestContext,
  input: SettleTurn,
): Promise<TurnOutcome<SettleAnswer>> {
  const nowMs = await deps.clock.nowMs(ctx.scope);
  const turn =
    deps.admittedTurns.take(ctx.scope, input.turnId, nowMs) ??
    (await deps.lookup.find(ctx.scope, input.turnId));
  if (turn === null) return turnRejection('unknown_turn');
  const loaded = await deps.rules.rules(ctx.scope);
  const priced = price(input, turn, loaded);
  if (priced === null) {
    return {
      ok: false,
      rejection: {
        code: 'invalid_value',
        field: 'usage',
        message: 'The usage costs more than 9,000,000,000 dollars, the largest amount there is.',
      },
    };
  }
  const item = await settleItem(deps, ctx, input, { turn, loaded, priced, nowMs });
  const answer = await deps.ledger.submit(ctx.scope, item);
  if (answer.status === 'settled') {
    const value = settleAnswer(input.turnId, answer);
    if (!answer.replayed) await deps.unpriced.saw(ctx.scope, item.atMs, priced.unpriced);
    return answer.replayed ? { ok: true, value, replayed: true } : { ok: true, value };
  }
  if (answer.status === 'unknown_turn' || answer.status === 'content_mismatch') {
    return turnRejection(answer.status);
  }
  throw new Error(`The ledger answered ${answer.status} to a settlement.`);
}

/** Prices are those in force at admission (rule M5). */
function price(
  input: SettleTurn,
  turn: AdmittedFacts,
  { rules, prices }: LoadedRules,
): Priced | null {
  if (input.usage === undefined) {
    const costMicroUsd = input.costMicroUsd ?? 0n;
    const attributed = attributeCost({
      costMicroUsd,
      provider: input.provider,
      admittedProviders: turn.providers,
    });
    return {
      costMicroUsd,
      shares: attributed.providers,
      flags: attributed.flags.map(({ flag, provider }) => `${flag}:${provider}`),
      unpriced: [],
    };
  }
  const cost = usageCost({
    usage: input.usage,
    prices: pricesInForce(prices, turn.admittedAtMs),
    referencePricePicoUsd: rules.settings.referencePricePicoUsd,
  });
  if (!cost.ok) return null;
  const booked = cost.value.providers.map(({ provider }) => provider);
  return {
    costMicroUsd: cost.value.costMicroUsd,
    shares: cost.value.providers,
    flags: [
      ...cost.value.flags.map(({ flag, provider, model }) => `${flag}:${provider}/${model}`),
      ...undeclaredProviders(booked, turn.providers).map(
        ({ flag, provider }) => `${flag}:${provider}`,
      ),
    ],
    unpriced: cost.value.flags,
  };
}

async function settleItem(
  deps: TurnDeps,
  ctx: RequestContext,
  input: SettleTurn,
  {
    turn,
    loaded,
    priced,
    nowMs,
  }: {
    readonly turn: AdmittedFacts;
    readonly loaded: LoadedRules;
    readonly priced: Priced;
    readonly nowMs: number;
  },
): Promise<SettleItem> {
  const user = (await deps.rules.user(ctx.scope, turn.externalUserId, nowMs)) ?? unseenUser;
  const bundleId = turn.bundleId ?? everyBundle;
  // A turn stays with the plan of its admission; only its capacities are fresh (rule F4).
  const { policies } = userPolicies({
    nowMs,
    bundleId,
    user,
    rules: loaded.rules,
    askedPlanId: turn.planId,
  });
  const clock = windowClock(user, nowMs);
  return {
    op: 'settle',
    atMs: nowMs,
    actor: ctx.caller.id,
    turnId: input.turnId,
    userId: user.id,
    content: settlementContent(
      input.usage === undefined
        ? { costMicroUsd: priced.costMicroUsd, provider: input.provider }
        : { usage: input.usage },
    ),
    costMicroUsd: priced.costMicroUsd,
    shares: priced.shares,
    tokenWindows: limitChecks(policies, clock).limits.flatMap((limit) =>
      limit.metric === 'tokens'
        ? [{ scope: limit.scope, startMinute: limit.span.startMinute, max: limit.max }]
        : [],
    ),
    outcome: input.outcome ?? 'ok',
    usage: input.usage?.map(usageJson),
    flags: priced.flags,
    countedIn: { scopes: scopesOf(bundleId), windows: countedWindows(policies, clock) },
  };
}

function usageJson(line: NonNullable<SettleTurn['usage']>[number]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(line).map(([key, value]) => [
      key,
      typeof value === 'bigint' ? Number(value) : value,
    ]),
  );
}

function settleAnswer(
  turnId: string,
  answer: Extract<TurnAnswer, { status: 'settled' }>,
): SettleAnswer {
  const { result } = answer;
  return {
    turnId,
    state: 'settled',
    costMicroUsd: answer.costMicroUsd,
    tokensCharged: answer.tokensCharged,
    paidBy: result.paid_by.map(({ source, amount, tokens }) => ({
      source,
      amountMicroUsd: BigInt(amount),
      tokens: BigInt(tokens),
    })),
    absorbed: result.absorbed.map(({ reason, amount, tokens }) => ({
      reason,
      amountMicroUsd: BigInt(amount),
      tokens: BigInt(tokens),
    })),
    transferIds: result.transfer_ids,
    settledAt: new Date(answer.closedAtMs),
    flags: result.flags,
  };
}
