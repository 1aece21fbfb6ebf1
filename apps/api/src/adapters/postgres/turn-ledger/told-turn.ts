import { budgetWindows } from '@purser/domain/budget/provider-windows';
import type { ProviderSpend, ToldTurn } from '@purser/domain/quota/counter-types';
import { minuteOf } from '@purser/domain/quota/window';
import type { TurnItem } from '../../../ports/turn-ledger.ts';
import type { ClosedTurn } from './decode-answer.ts';

/** What the counters are told of a closed turn: its live entry goes, and a settle is counted (rule W8). */
export function toldTurn(item: TurnItem, closed: ClosedTurn): ToldTurn {
  const scopes = closed.bundleId === null ? ['*'] : ['*', closed.bundleId];
  return {
    turnId: closed.turnId,
    userId: closed.userId.toString(),
    version: closed.version,
    scopes,
    atMinute: closed.minute,
    requests: item.op === 'settle' ? 1 : 0,
    tokens: closed.tokens,
    windows: item.op === 'settle' ? item.countedIn.windows : [],
    providerSpend: item.op === 'settle' ? spendOf(item, scopes) : [],
  };
}

function spendOf(
  item: Extract<TurnItem, { op: 'settle' }>,
  scopes: readonly string[],
): readonly ProviderSpend[] {
  const windows = budgetWindows(minuteOf(item.atMs));
  return item.shares
    .filter(({ amountMicroUsd }) => amountMicroUsd > 0n)
    .flatMap(({ provider, amountMicroUsd }) =>
      scopes.map((scope) => ({ provider, scope, microUsd: Number(amountMicroUsd), windows })),
    );
}
