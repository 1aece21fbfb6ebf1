import type { DecidedAnswer } from '@purser/domain/quota/counter-types';
import { fundAdmission } from '@purser/domain/turn/fund-admission';
import { interpretAdmission } from '@purser/domain/turn/interpret-admission';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { AdmitAnswer, AdmitTurn, TurnOutcome } from '@purser/schema/contract/turn';
import { type Prepared, prepare, unseenUser } from './admission.ts';
import { plainAnswer } from './admit-answer.ts';
import type { TurnDeps } from './turn-deps.ts';

/** The decision of `admitTurn`, holding nothing and writing nothing: money from balances at most a second old. */
export async function checkTurn(
  deps: TurnDeps,
  ctx: RequestContext,
  input: AdmitTurn,
): Promise<TurnOutcome<AdmitAnswer>> {
  const nowMs = await deps.clock.nowMs(ctx.scope);
  const user = (await deps.rules.user(ctx.scope, input.userId, nowMs)) ?? {
    ...unseenUser,
    role: input.role ?? 'registered',
  };
  const ready = await prepare(deps, ctx, input, { apply: false, user, nowMs });
  if (!ready.ok) return ready;
  const { admission, counted } = ready.value;
  const { primary } = admission.funding;
  const readBalances = () =>
    deps.lookup.recentFunding(ctx.scope, { userId: user.id, primary, nowMs });
  const [decided] = await Promise.all([
    deps.gate.decide(ctx.scope, admission.decide, counted),
    readBalances(),
  ]);
  // The same ones, unless the counters took so long that they have grown old meanwhile.
  const balances = await readBalances();
  const funding = fundAdmission(admission.funding, BigInt(decided.tokens), balances);
  return {
    ok: true,
    value: checked(deps, input, ready.value, decided, funding, balances.readAtMs),
  };
}

function checked(
  deps: TurnDeps,
  input: AdmitTurn,
  { admission }: Prepared,
  decided: DecidedAnswer,
  funding: ReturnType<typeof fundAdmission>,
  moneyAsOfMs: number,
): AdmitAnswer {
  const { answer } = interpretAdmission(admission, decided, funding);
  const request = {
    turnId: input.turnId,
    userId: input.userId,
    decisionId: deps.ids.uuid7(admission.nowMs),
  };
  return { ...plainAnswer(answer, request), moneyAsOf: new Date(moneyAsOfMs) };
}
