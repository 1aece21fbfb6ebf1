import type { UseCases } from '@purser/schema/graphql/use-cases';
import { admitTurn } from './admit-turn.ts';
import { batchTurns } from './batch-turns.ts';
import { checkTurn } from './check-turn.ts';
import { heartbeatTurn, releaseTurn } from './close-turn.ts';
import { settleTurn } from './settle-turn.ts';
import type { TurnDeps } from './turn-deps.ts';

/** The life of a turn as the surfaces call it; its history is read elsewhere. */
export function createTurnUseCases(
  deps: TurnDeps,
): Pick<UseCases['turn'], 'admit' | 'check' | 'heartbeat' | 'settle' | 'release' | 'batch'> {
  return {
    admit: (ctx, input) => admitTurn(deps, ctx, input),
    check: (ctx, input) => checkTurn(deps, ctx, input),
    heartbeat: (ctx, input) => heartbeatTurn(deps, ctx, input),
    settle: (ctx, input) => settleTurn(deps, ctx, input),
    release: (ctx, input) => releaseTurn(deps, ctx, input),
    batch: (ctx, input) => batchTurns(deps, ctx, input),
  };
}
