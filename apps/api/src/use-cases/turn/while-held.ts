import type { RequestContext } from '@purser/schema/contract/request-context';
import type { TurnOutcome, TurnRejection } from '@purser/schema/contract/turn';
import type { CounterRole } from '../../ports/counter-role.ts';
import type { createTurnUseCases } from './create-turn-use-cases.ts';

type TurnUseCases = ReturnType<typeof createTurnUseCases>;

type Operation<Input, Answer> = (ctx: RequestContext, input: Input) => Promise<TurnOutcome<Answer>>;

/** Decisions out of this process's memory need the role that only one process has: without it, not ready. */
export function whileHeld(role: CounterRole, turns: TurnUseCases): TurnUseCases {
  const guarded =
    <Input, Answer>(operation: Operation<Input, Answer>): Operation<Input, Answer> =>
    async (ctx, input) => {
      const rejection = notReady(role);
      return rejection === null ? operation(ctx, input) : { ok: false, rejection };
    };
  return {
    admit: guarded(turns.admit),
    check: guarded(turns.check),
    heartbeat: guarded(turns.heartbeat),
    settle: guarded(turns.settle),
    release: guarded(turns.release),
    batch: async (ctx, input) => {
      const rejection = notReady(role);
      if (rejection === null) return turns.batch(ctx, input);
      return { items: input.operations.map(() => ({ ok: false, rejection })) };
    },
  };
}

function notReady(role: CounterRole): TurnRejection | null {
  const message = role.reason();
  return message === null ? null : { code: 'not_ready', message };
}
