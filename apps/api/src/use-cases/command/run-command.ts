import type { Outcome } from '@purser/domain/outcome';
import type { Rejection } from '@purser/schema/contract/rejections';
import type {
  ChangeLine,
  CommandMeta,
  CommandOutcome,
  RequestContext,
} from '@purser/schema/contract/request-context';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { OutboxRecord } from '../../ports/outbox-store.ts';
import type { Stores, UnitOfWork } from '../../ports/unit-of-work.ts';
import { decodeAnswer, encodeAnswer, requestHash } from './answer-codec.ts';

/** What `decide` returns: deltas to apply, and everything the pipeline needs to record them. */
export type Decision<Change, Value> = {
  /** Deltas, never absolute balances, so that a stale read cannot clobber one. */
  readonly change: Change;
  /** The answer as it will read after `apply`; what a dry run returns. */
  readonly preview: Value;
  readonly changes: readonly ChangeLine[];
  readonly audit: {
    readonly targetType: string;
    readonly targetId: string;
    readonly before: unknown;
    readonly after: unknown;
  };
  /** Whose admissions must see it: the whole project, one user (internal id), or nobody. */
  readonly affects: 'project' | 'nobody' | { readonly userId: bigint };
  readonly alerts?: readonly Omit<OutboxRecord, 'id' | 'createdAtMs'>[];
  /** True when the state already is what was asked: nothing is applied or audited. */
  readonly unchanged?: boolean;
};

/** One command: load → decide → apply; `runCommand` announces. `decide` is pure and lives in the domain or beside it. */
export type CommandDefinition<Input, State, Change, Value> = {
  /** Verb-noun; scope of the idempotency key and action of the audit entry. */
  readonly operation: string;
  readonly load: (stores: Stores, input: Input, at: Moment) => Promise<State>;
  readonly decide: (
    state: State,
    input: Input,
    at: Moment,
  ) => Outcome<Decision<Change, Value>, Rejection>;
  readonly apply: (stores: Stores, change: Change, at: Moment) => Promise<Value | undefined>;
};

/** The command's one instant and identity, handed to every step. */
export type Moment = {
  readonly nowMs: number;
  readonly now: Date;
  /** An id for what the command creates. */
  readonly newId: () => string;
  /** Business key of this run: the idempotency key, else one that nobody has used. A request id is no key: callers choose it. */
  readonly commandKey: string;
  readonly actor: string;
  readonly reason: string;
  readonly ctx: RequestContext;
};

export type CommandDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly ids: Ids;
  /** After the commit: caches forget, other processes are told. */
  readonly announce: (
    ctx: RequestContext,
    affects: 'project' | { userId: bigint },
  ) => Promise<void>;
};

type Ran<Value> = {
  readonly outcome: CommandOutcome<Value, Rejection>;
  readonly affects: 'project' | 'nobody' | { readonly userId: bigint };
};

/**
 * Runs one command: one transaction with its idempotency answer, its effect, its audit entry and its
 * outbox rows, all or nothing; a dry run is the same pipeline stopped after `decide` (rules A1, A4).
 */
export async function runCommand<Input, State, Change, Value>(
  deps: CommandDeps,
  definition: CommandDefinition<Input, State, Change, Value>,
  request: { readonly ctx: RequestContext; readonly input: Input; readonly meta: CommandMeta },
): Promise<CommandOutcome<Value, Rejection>> {
  const moment = await momentOf(deps, definition.operation, request);
  const ran = await deps.unitOfWork.run(request.ctx.scope, async (stores) => {
    const value = await runInTransaction(stores, definition, request, moment);
    return { commit: value.outcome.ok && !value.outcome.dryRun && !value.outcome.replayed, value };
  });
  if (ran.affects !== 'nobody') await deps.announce(request.ctx, ran.affects);
  return ran.outcome;
}

async function momentOf<Input>(
  deps: CommandDeps,
  operation: string,
  { ctx, meta }: { ctx: RequestContext; input: Input; meta: CommandMeta },
): Promise<Moment> {
  const nowMs = await deps.clock.nowMs(ctx.scope);
  return {
    nowMs,
    now: new Date(nowMs),
    newId: () => deps.ids.uuid7(nowMs),
    commandKey: meta.idempotencyKey
      ? `${ctx.caller.id}:${meta.idempotencyKey}`
      : deps.ids.uuid7(nowMs),
    actor: ctx.caller.id,
    reason: meta.reason ?? operation,
    ctx,
  };
}

async function runInTransaction<Input, State, Change, Value>(
  stores: Stores,
  definition: CommandDefinition<Input, State, Change, Value>,
  { ctx, input, meta }: { ctx: RequestContext; input: Input; meta: CommandMeta },
  moment: Moment,
): Promise<Ran<Value>> {
  const idempotency =
    meta.idempotencyKey === undefined || meta.dryRun
      ? null
      : {
          id: { caller: ctx.caller.id, operation: definition.operation, key: meta.idempotencyKey },
          hash: requestHash(input),
        };
  if (idempotency) {
    const claim = await stores.idempotency.claim(idempotency.id, idempotency.hash);
    if (claim.status === 'replay')
      return { outcome: replayed<Value>(claim.answer), affects: 'nobody' };
    if (claim.status !== 'new') return { outcome: refused(claim.status), affects: 'nobody' };
  }
  const state = await definition.load(stores, input, moment);
  const decided = definition.decide(state, input, moment);
  if (!decided.ok)
    return { outcome: { ok: false, rejection: decided.rejection }, affects: 'nobody' };
  const decision = decided.value;
  const answer = (value: Value): CommandOutcome<Value, Rejection> => ({
    ok: true,
    value,
    replayed: false,
    dryRun: meta.dryRun === true,
    changes: decision.changes,
  });
  if (meta.dryRun) return { outcome: answer(decision.preview), affects: 'nobody' };
  const value = decision.unchanged
    ? decision.preview
    : ((await definition.apply(stores, decision.change, moment)) ?? decision.preview);
  if (!decision.unchanged) await record(stores, definition.operation, decision, moment);
  const outcome = answer(value);
  if (idempotency) {
    await stores.idempotency.complete(
      idempotency.id,
      idempotency.hash,
      encodeAnswer(outcome),
      moment.nowMs,
    );
  }
  return { outcome, affects: decision.unchanged ? 'nobody' : decision.affects };
}

async function record<Change, Value>(
  stores: Stores,
  operation: string,
  decision: Decision<Change, Value>,
  moment: Moment,
): Promise<void> {
  const { ctx } = moment;
  await stores.audit.append({
    id: moment.newId(),
    recordedAtMs: moment.nowMs,
    actor: ctx.caller.id,
    role: ctx.caller.role,
    action: operation,
    ...decision.audit,
    reason: moment.reason,
    requestId: ctx.requestId,
    sourceAddress: ctx.sourceAddress ?? null,
  });
  for (const alert of decision.alerts ?? []) {
    await stores.outbox.append({ ...alert, id: moment.newId(), createdAtMs: moment.nowMs });
  }
  if (decision.affects !== 'nobody') {
    const userId = decision.affects === 'project' ? null : decision.affects.userId;
    await stores.outbox.policyChanged({ userId, changedAtMs: moment.nowMs });
  }
}

function replayed<Value>(answer: unknown): CommandOutcome<Value, Rejection> {
  const outcome = decodeAnswer<CommandOutcome<Value, Rejection>>(answer);
  return outcome.ok ? { ...outcome, replayed: true } : outcome;
}

function refused(status: 'mismatch' | 'in_progress'): { ok: false; rejection: Rejection } {
  return status === 'mismatch'
    ? {
        ok: false,
        rejection: {
          code: 'idempotency_mismatch',
          message: 'This idempotency key was used before with other content. Send a new key.',
        },
      }
    : {
        ok: false,
        rejection: {
          code: 'in_progress',
          message: 'A request with this idempotency key is still running. Ask again in a second.',
          retryAfterSeconds: 1,
        },
      };
}
