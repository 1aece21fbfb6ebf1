import type {
  DecidedAnswer,
  DecideRequest,
  Observed,
  WindowCheck,
} from '@purser/domain/quota/counter-types';
import type { ModelState, ModelTurn } from './model-state.ts';

/** What was counted for a user since a minute, from the turns themselves. */
export function usedSince(
  state: ModelState,
  { userId, scope, startMinute }: { userId: string; scope: string; startMinute: number },
): { readonly requests: bigint; readonly tokens: bigint } {
  let [requests, tokens] = [0n, 0n];
  for (const turn of state.turns.values()) {
    const counts = turn.userId === userId && turn.settledMinute !== null && isIn(turn, scope);
    if (!counts || (turn.settledMinute ?? 0) < startMinute) continue;
    requests += 1n;
    tokens += turn.tokensCharged;
  }
  return { requests, tokens };
}

/** What the counters must answer to a question, from the turns themselves (rules T3 and W4). */
export function decideByModel(
  state: ModelState,
  userId: string,
  request: DecideRequest,
): DecidedAnswer {
  const observe = ({ scope, startMinute, metric }: WindowCheck): Observed => {
    const used = usedSince(state, { userId, scope, startMinute });
    const live = counted(state, userId, scope);
    const held =
      metric === 'requests'
        ? live.length
        : live.reduce((sum, turn) => sum + Number(turn.heldTokens), 0);
    return { used: Number(used[metric]), held };
  };
  const requests = request.requests.map(observe);
  const tokenWindows = request.tokens.map(observe);
  const concurrency = request.concurrency.map(({ scope }) => slots(state, userId, scope));
  const facts = {
    kind: 'decided' as const,
    epoch: '',
    requests,
    tokenWindows,
    concurrency,
    providers: request.providerChecks.map(() => ({ used: 0, held: 0 })),
    rolling: [],
  };
  const already = counted(state, userId, '*').find(({ turnId }) => turnId === request.turnId);
  if (already !== undefined) {
    return {
      ...facts,
      denied: false,
      already: true,
      taken: false,
      tokens: Number(already.heldTokens),
    };
  }
  const isFull = ({ used, held }: Observed, max: number) => used + held >= max;
  const denied =
    request.requests.some(({ max }, at) => isFull(requests[at] ?? none, max)) ||
    request.concurrency.some(({ max }, at) => (concurrency[at] ?? 0) >= max);
  const rests = request.tokens.map(({ max }, at) => {
    const { used, held } = tokenWindows[at] ?? none;
    return max - used - held;
  });
  const tokens = Math.max(0, Math.min(request.estimateTokens, ...rests));
  return { ...facts, denied, already: false, taken: false, tokens };
}

const none: Observed = { used: 0, held: 0 };

/** Turns whose hold the counters still count. */
function counted(state: ModelState, userId: string, scope: string): readonly ModelTurn[] {
  return [...state.turns.values()].filter(
    (turn) =>
      turn.userId === userId &&
      turn.state === 'admitted' &&
      state.nowMs < turn.countedUntilMs &&
      isIn(turn, scope),
  );
}

function slots(state: ModelState, userId: string, scope: string): number {
  return counted(state, userId, scope).filter((turn) => state.nowMs < turn.slotUntilMs).length;
}

function isIn({ bundleId }: ModelTurn, scope: string): boolean {
  return scope === '*' || bundleId === scope;
}
