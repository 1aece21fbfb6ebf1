import type {
  DataPlaneCall,
  DataPlaneOutcome,
  DataPlaneRejection,
} from '@purser/schema/contract/data-plane';
import type { RefusedItem } from '@purser/schema/contract/rest/internal-answers-contract';
import type { FastifyReply } from 'fastify';
import { sendProblem } from '../../problem.ts';
import { problemKinds } from '../../problems/problem-codes.ts';

type Read<Input> =
  | { readonly ok: true; readonly value: Input }
  | { readonly ok: false; readonly rejection: DataPlaneRejection };

/** Runs the items that could be read together; each outcome is where its item is. */
export async function runItems<Input, Value>(
  call: DataPlaneCall,
  reads: readonly Read<Input>[],
  run: (
    call: DataPlaneCall,
    items: readonly Input[],
  ) => Promise<readonly DataPlaneOutcome<Value>[]>,
): Promise<readonly DataPlaneOutcome<Value>[]> {
  const items = reads.flatMap((read) => (read.ok ? [read.value] : []));
  const outcomes = items.length === 0 ? [] : [...(await run(call, items))];
  return reads.map((read) => (read.ok ? (outcomes.shift() ?? unanswered) : read));
}

const unanswered: DataPlaneOutcome<never> = {
  ok: false,
  rejection: { code: 'internal_error', message: 'This item was not answered.' },
};

/** The answer to a call with one item: its outcome is the call's. */
export function sendOne<Value, Answer extends object>(
  reply: FastifyReply,
  [outcome = unanswered]: readonly DataPlaneOutcome<Value>[],
  { toAnswer, statusOf }: Answering<Value, Answer>,
): Answer {
  if (!outcome.ok) return refuse(reply, outcome.rejection);
  if (outcome.replayed) reply.header('idempotent-replayed', 'true');
  reply.code(statusOf(outcome.value));
  return toAnswer(outcome.value);
}

export type Answering<Value, Answer> = {
  readonly toAnswer: (value: Value) => Answer;
  readonly statusOf: (value: Value) => 200 | 202;
};

/** The answers of a batch, each with the status that a call of its own would have had. */
export function answersOf<Value, Answer extends object>(
  outcomes: readonly DataPlaneOutcome<Value>[],
  { toAnswer, statusOf }: Answering<Value, Answer>,
): ((Answer & { status: number; replayed: boolean }) | RefusedItem)[] {
  return outcomes.map((outcome) =>
    outcome.ok
      ? {
          ...toAnswer(outcome.value),
          status: statusOf(outcome.value),
          replayed: outcome.replayed,
        }
      : refusedItem(outcome.rejection),
  );
}

function refusedItem({ code, message, field, retryAfterSeconds }: DataPlaneRejection): RefusedItem {
  return {
    status: problemKinds[code].status,
    error_code: code,
    message,
    field: field ?? null,
    retry_after_ms: retryAfterSeconds === undefined ? null : retryAfterSeconds * 1_000,
  };
}

/** What a problem looks like is beyond the route's own schema; Fastify sends the reply it is given. */
export function refuse(
  reply: FastifyReply,
  { code, message, field, retryAfterSeconds }: DataPlaneRejection,
): never {
  const details = field === undefined ? [] : [{ field, message }];
  return sendProblem(reply, { code, message, details, retryAfterSeconds }) as never;
}
