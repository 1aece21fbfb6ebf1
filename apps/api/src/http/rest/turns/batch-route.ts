import { batchBody, turnOperation } from '@purser/schema/contract/rest/turn-batch';
import type { TurnBatchAnswer, TurnOperation } from '@purser/schema/contract/turn';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { answerSchema } from '../../answer-schema.ts';
import { contextOf } from '../../auth/request-context.ts';
import { fieldIssues } from '../../problems/field-issues.ts';
import { problemKinds } from '../../problems/problem-codes.ts';
import { problemAnswers } from '../../problems/problem-schema.ts';
import { refuseFields } from '../../problems/refusal-error.ts';
import { toHeartbeat, toRelease, toSettlement } from './closing-answer.ts';
import { toDecision } from './decision-answer.ts';

/** 500 admissions with metadata; a single one has the ordinary limit. */
const batchBytesMax = 4 * 1024 * 1024;

type Item = Readonly<Record<string, unknown>>;
type Outcome = TurnBatchAnswer['items'][number];

const batchAnswer = z.strictObject({
  items: z.array(z.looseObject({ status: z.int() })).meta({
    description: 'In the order asked: `status` and what the own route of the operation answers.',
  }),
});

/** Many operations in one request: each answered by itself, those of one turn in the order given. */
export const batchRoute: FastifyPluginAsyncZod<{ turn: UseCases['turn'] }> = async (
  server,
  { turn },
) => {
  server.post(
    '/turns::batch',
    {
      config: { permission: 'turn:operate', operation: 'batch-turns' },
      bodyLimit: batchBytesMax,
      schema: {
        tags: ['turns'],
        summary: 'Up to 500 operations, without a transaction across them',
        operationId: 'batchTurns',
        body: batchBody,
        response: { 200: answerSchema(batchAnswer), ...problemAnswers },
      },
    },
    async (request) => {
      const read = request.body.operations.map(readOperation);
      const operations = read.flatMap((item) => ('operation' in item ? item.operation : []));
      const answered =
        operations.length === 0
          ? { items: [] }
          : await turn.batch(contextOf(request), { operations });
      let next = 0;
      return {
        items: read.map((item) => {
          if ('refused' in item) return item.refused;
          const outcome = answered.items[next++];
          if (outcome === undefined)
            throw new Error('A batch was answered with fewer items than it has.');
          return toItem(item.operation, outcome);
        }),
      };
    },
  );
};

function readOperation(given: unknown): { operation: TurnOperation } | { refused: Item } {
  const parsed = turnOperation.safeParse(given);
  if (parsed.success) return { operation: parsed.data };
  const { code, message, details } = refuseFields(fieldIssues(parsed.error.issues, 'operation'));
  return { refused: { status: problemKinds[code].status, error_code: code, message, details } };
}

function toItem({ op, turnId }: TurnOperation, outcome: Outcome): Item {
  if (!outcome.ok) {
    const { code, message, field } = outcome.rejection;
    const details = field === undefined ? [] : [{ field, message }];
    return {
      status: problemKinds[code].status,
      op,
      turn_id: turnId,
      error_code: code,
      message,
      details,
    };
  }
  return { status: 200, op, ...toAnswer(outcome.value) };
}

function toAnswer(value: Extract<Outcome, { ok: true }>['value']): object {
  if ('decision' in value) return toDecision(value);
  if (!('state' in value)) return toHeartbeat(value);
  return value.state === 'settled' ? toSettlement(value) : toRelease(value);
}
