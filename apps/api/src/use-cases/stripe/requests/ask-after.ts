import type { Rejection } from '@purser/schema/contract/rejections';
import type {
  CommandMeta,
  CommandOutcome,
  RequestContext,
} from '@purser/schema/contract/request-context';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import { type CommandDefinition, type CommandDeps, runCommand } from '../../command/run-command.ts';
import type { StripeDesk } from './stripe-desk.ts';

type Outcome<Value> = CommandOutcome<Value, Rejection>;

type AskDefinition<Input, State> = CommandDefinition<
  Input,
  State,
  StripeRequestRecord,
  StripeRequestRecord
>;

/**
 * A command that stores a request and then asks Stripe for it. It answers the request as it stands, which
 * may still be pending; sent again with the same key, it asks again if nothing was decided (rules X1, X2).
 */
export function bindRequest<Input, State, Value>(
  deps: CommandDeps & { readonly stripe: StripeDesk | null },
  definition: AskDefinition<Input, State>,
  toValue: (request: StripeRequestRecord) => Value,
): (ctx: RequestContext, input: Input, meta: CommandMeta) => Promise<Outcome<Value>> {
  return async (ctx, input, meta) => {
    const { stripe } = deps;
    if (stripe === null) return { ok: false, rejection: notConfigured };
    const outcome = await runCommand(deps, definition, { ctx, input, meta });
    if (!outcome.ok) return outcome;
    const opened = outcome.value;
    const asked = outcome.dryRun ? null : await stripe.ask(ctx.scope, opened.id);
    return { ...outcome, value: toValue(asked ?? opened) };
  };
}

export const notConfigured = {
  code: 'stripe_not_configured' as const,
  message: 'Stripe is not set up for this project, so nothing was asked of it.',
};
