import { z } from 'zod';
import type { TurnOperation } from '../turn.ts';
import { externalId } from './fields.ts';
import { admitBody, emptyBody, settleBody } from './turn-bodies.ts';

/** How many operations one batch may have. */
export const batchOperationsMax = 500;

/** What every item says; its other fields are those of the operation's own route. */
const operationHead = z.looseObject({
  op: z.enum(['admit', 'heartbeat', 'settle', 'release'], {
    message: 'must be admit, heartbeat, settle or release',
  }),
  turn_id: externalId,
});

/** One operation of a batch, with the checks of the route it stands for. */
export const turnOperation = operationHead.transform((item, check): TurnOperation => {
  const { op, ...body } = item;
  const { turn_id: turnId, ...rest } = body;
  if (op === 'admit') {
    const admit = passOn(admitBody.safeParse(body), check);
    return admit === z.NEVER ? z.NEVER : { op, ...admit };
  }
  if (op === 'settle') {
    const settle = passOn(settleBody.safeParse(rest), check);
    return settle === z.NEVER ? z.NEVER : { op, turnId, ...settle };
  }
  passOn(emptyBody.safeParse(rest), check);
  return { op, turnId };
});

/** Hands the issues of the inner check on to the item. */
function passOn<Value>(
  result: z.ZodSafeParseResult<Value>,
  check: z.core.ParsePayload<unknown>,
): Value | typeof z.NEVER {
  if (result.success) return result.data;
  check.issues.push(...(result.error.issues as z.core.$ZodRawIssue[]));
  return z.NEVER;
}

/**
 * `POST /api/v1/turns:batch`. Items are checked one by one when they are carried out, so that one
 * bad item is answered in its place and does not fail its neighbours.
 */
export const batchBody = z.strictObject({
  operations: z
    .array(z.unknown())
    .min(1, { message: 'must have at least one operation' })
    .max(batchOperationsMax, { message: `must have at most ${batchOperationsMax} operations` })
    .meta({
      description:
        'Operations in the order given: each has `op`, `turn_id` and the fields of its own route.',
    }),
});
