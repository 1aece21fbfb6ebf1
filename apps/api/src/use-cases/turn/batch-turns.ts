import { unreachable } from '@purser/domain/outcome';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { TurnBatch, TurnBatchAnswer, TurnOperation } from '@purser/schema/contract/turn';
import { admitTurn } from './admit-turn.ts';
import { heartbeatTurn, releaseTurn } from './close-turn.ts';
import { settleTurn } from './settle-turn.ts';
import type { TurnDeps } from './turn-deps.ts';

type Item = TurnBatchAnswer['items'][number];

/** Runs operations side by side, those of one turn in the order given; each is answered by itself. */
export async function batchTurns(
  deps: TurnDeps,
  ctx: RequestContext,
  { operations }: TurnBatch,
): Promise<TurnBatchAnswer> {
  const items = new Array<Item>(operations.length);
  const indexed = operations.map((operation, index) => ({ operation, index }));
  const byTurn = Map.groupBy(indexed, ({ operation }) => operation.turnId);
  await Promise.all(
    [...byTurn.values()].map(async (ofTurn) => {
      for (const { operation, index } of ofTurn) items[index] = await run(deps, ctx, operation);
    }),
  );
  return { items };
}

function run(deps: TurnDeps, ctx: RequestContext, operation: TurnOperation): Promise<Item> {
  switch (operation.op) {
    case 'admit':
      return admitTurn(deps, ctx, operation);
    case 'heartbeat':
      return heartbeatTurn(deps, ctx, operation);
    case 'settle':
      return settleTurn(deps, ctx, operation);
    case 'release':
      return releaseTurn(deps, ctx, operation);
    default:
      return unreachable(operation);
  }
}
