import type { Rejection } from '@purser/schema/contract/rejections';
import type {
  CommandMeta,
  CommandOutcome,
  RequestContext,
} from '@purser/schema/contract/request-context';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';

type Command<Input, Value> = (
  ctx: RequestContext,
  input: Input,
  meta: CommandMeta,
) => Promise<CommandOutcome<Value, Rejection>>;

/**
 * What is of no use before Stripe has made it: without an answer the caller is asked to come again with the
 * same key, which makes nothing twice (rule X15).
 */
export function answerOrRefuse<Input, Value>(
  command: Command<Input, StripeRequestRecord>,
  toValue: (request: StripeRequestRecord) => Value,
): Command<Input, Value> {
  return async (ctx, input, meta) => {
    const outcome = await command(ctx, input, meta);
    if (!outcome.ok) return outcome;
    const { status, error } = outcome.value;
    if (outcome.dryRun || status === 'succeeded') {
      return { ...outcome, value: toValue(outcome.value) };
    }
    return { ok: false, rejection: status === 'pending' ? noAnswer : refused(error) };
  };
}

const noAnswer: Rejection = {
  code: 'in_progress',
  message: 'Stripe has not answered yet. Send the same Idempotency-Key again in a few seconds.',
  retryAfterSeconds: 6,
};

export function refused(error: string | null): Rejection {
  return { code: 'invalid_value', message: `Stripe refused it: ${error ?? 'it said no more'}` };
}
