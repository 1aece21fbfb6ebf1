import type { Rejection } from '@purser/schema/contract/rejections';
import type {
  CommandMeta,
  CommandOutcome,
  RequestContext,
} from '@purser/schema/contract/request-context';
import type { SubscriptionView } from '@purser/schema/contract/subscription';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import { type CommandDefinition, runCommand } from '../../command/run-command.ts';
import { readSubscription } from '../../subscription/read-subscriptions.ts';
import type { UseCaseDeps } from '../../use-case-deps.ts';
import { refused } from '../requests/answer-or-refuse.ts';
import type { StripeDesk } from '../requests/stripe-desk.ts';

/** What phase one of a request about a subscription answers. */
export type RequestAsked = {
  /** False: it is so already, or was asked before. */
  readonly isNew: boolean;
  readonly subscription: SubscriptionView;
  readonly requestId: string | null;
  /** The price that is asked for; a dry run says what Stripe would invoice for it. */
  readonly move?: {
    readonly planId: string;
    readonly priceId: string;
    readonly isInvoiced: boolean;
    readonly isCheaper: boolean;
  };
};

export type Asked = RequestAsked & {
  /** As it stands after Stripe was asked; null in a dry run, and where nothing had to be asked. */
  readonly request: StripeRequestRecord | null;
};

/** Stores a request about a subscription and asks Stripe for it; the subscription is as it reads afterwards (rule X34). */
export async function askSubscription<Input extends { readonly userId: string }, State, Change>(
  deps: UseCaseDeps & { readonly stripe: StripeDesk },
  definition: CommandDefinition<Input, State, Change, RequestAsked>,
  asked: { readonly ctx: RequestContext; readonly input: Input; readonly meta: CommandMeta },
): Promise<CommandOutcome<Asked, Rejection>> {
  const { ctx, input } = asked;
  const outcome = await runCommand(deps, definition, asked);
  if (!outcome.ok) return outcome;
  const { requestId } = outcome.value;
  if (outcome.dryRun || requestId === null) {
    return { ...outcome, value: { ...outcome.value, request: null } };
  }
  const request = await deps.stripe.ask(ctx.scope, requestId);
  if (request?.status === 'failed') return { ok: false, rejection: refused(request.error) };
  const subscription =
    (await readSubscription(deps, ctx, input.userId)) ?? outcome.value.subscription;
  return { ...outcome, value: { ...outcome.value, subscription, request } };
}
