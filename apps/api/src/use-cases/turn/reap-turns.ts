import type { CounterScope } from '@purser/domain/quota/counter-types';
import type { ExpiredSelection, ExpiredTurn } from '../../ports/turn-lookup.ts';
import type { TurnDeps } from './turn-deps.ts';

/**
 * Ends turns whose holds have expired: holds freed, turn marked `expired` (rules T7, L8). Racing with a
 * settlement is decided by the turn's state. Answers how many were ended here.
 */
export async function reapTurns(
  deps: Pick<TurnDeps, 'lookup' | 'ledger'>,
  scope: CounterScope,
  selection: ExpiredSelection,
): Promise<number> {
  const turns = await deps.lookup.expired(scope, selection);
  return endTurns(deps, scope, { turns, nowMs: selection.nowMs, actor: 'job:reap' });
}

/** Ends these turns unless they were renewed or closed meanwhile; answers how many were ended here. */
export async function endTurns(
  { ledger }: Pick<TurnDeps, 'ledger'>,
  scope: CounterScope,
  {
    turns,
    nowMs,
    actor,
  }: {
    readonly turns: readonly ExpiredTurn[];
    readonly nowMs: number;
    readonly actor: string;
  },
): Promise<number> {
  const answers = await Promise.all(
    turns.map(({ id }) => ledger.submit(scope, { op: 'expire', atMs: nowMs, actor, id })),
  );
  return answers.filter(({ status }) => status === 'expired').length;
}

/** So many turns fill two batches of the ledger. */
const turnsMax = 500;

/** Ends every turn of a project whose holds have expired by now; answers how many were ended here. */
export async function reapProject(
  deps: Pick<TurnDeps, 'clock' | 'lookup' | 'ledger'>,
  scope: CounterScope,
): Promise<number> {
  const nowMs = await deps.clock.nowMs(scope);
  let ended = 0;
  for (;;) {
    const count = await reapTurns(deps, scope, { nowMs, limit: turnsMax });
    ended += count;
    if (count < turnsMax) return ended;
  }
}
