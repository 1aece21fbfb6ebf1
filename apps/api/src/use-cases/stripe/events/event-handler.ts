import type { NoEffect } from '@purser/domain/stripe/event-codes';
import type { StripeEvent } from '@purser/schema/contract/stripe-event';
import type { PaymentSigner } from '../../../ports/payment-signer.ts';
import type { StripeGateway } from '../../../ports/stripe-gateway.ts';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { UserRecord } from '../../../ports/user-store.ts';
import type { Decision, Moment } from '../../command/run-command.ts';

export type PaymentPolicy = {
  readonly signer: PaymentSigner;
  /** Whether amounts that metadata states itself are believed without a signature (rule E4). */
  readonly trustMetadata: boolean;
};

/** What handlers work with beside the event. */
export type HandlerContext = {
  readonly policy: PaymentPolicy;
  /** Null where Stripe is not configured: then only what events say themselves is known. */
  readonly gateway: StripeGateway | null;
  /** Reads what is here before Stripe is asked; nothing of it is locked. */
  readonly peek: <Value>(read: (stores: Stores) => Promise<Value>) => Promise<Value>;
  /** An operator has looked: the named package is granted whatever was received. */
  readonly acceptAmount: boolean;
};

/** What an event changes, and for whom. */
export type EventDecision<Change> = Pick<
  Decision<Change, unknown>,
  'change' | 'changes' | 'audit' | 'affects' | 'alerts'
> & { readonly user: UserRecord | null };

/**
 * How events of one type are applied: read → ask → load → decide → apply. Only `ask` calls Stripe, and only
 * before anything is locked; `decide` is pure. Whatever its order among others, an event must end in the
 * same state (rule X5).
 */
export type HandlerParts<Facts, State, Change> = {
  /** What the event says, or why it changes nothing. */
  readonly read: (event: StripeEvent, ctx: HandlerContext) => Facts | NoEffect;
  /** Adds what only Stripe knows. */
  readonly ask?: (facts: Facts, ctx: HandlerContext) => Promise<Facts | NoEffect>;
  readonly load: (stores: Stores, facts: Facts, moment: Moment) => Promise<State | NoEffect>;
  readonly decide: (state: State, facts: Facts, moment: Moment) => EventDecision<Change> | NoEffect;
  readonly apply: (stores: Stores, change: Change, moment: Moment) => Promise<void>;
};

/** A handler whose facts, state and change are its own affair. */
export type EventHandler = (
  event: StripeEvent,
  ctx: HandlerContext,
) => Promise<LoadEvent | NoEffect>;
export type LoadEvent = (stores: Stores, moment: Moment) => Promise<DecideEvent | NoEffect>;
export type DecideEvent = (moment: Moment) => EventDecision<ApplyEvent> | NoEffect;
export type ApplyEvent = (stores: Stores, moment: Moment) => Promise<void>;

export function eventHandler<Facts extends object, State extends object, Change>(
  parts: HandlerParts<Facts, State, Change>,
): EventHandler {
  return async (event, ctx) => {
    const said = parts.read(event, ctx);
    if (isNoEffect(said)) return said;
    const facts = parts.ask === undefined ? said : await parts.ask(said, ctx);
    if (isNoEffect(facts)) return facts;
    return async (stores, moment) => {
      const state = await parts.load(stores, facts, moment);
      if (isNoEffect(state)) return state;
      return (at) => {
        const decision = parts.decide(state, facts, at);
        if (isNoEffect(decision)) return decision;
        const { change } = decision;
        return { ...decision, change: (into, when) => parts.apply(into, change, when) };
      };
    };
  };
}

/** Words that no other shape uses for its `kind`. */
export function isNoEffect(value: object): value is NoEffect {
  return (
    'kind' in value &&
    (value.kind === 'failed' || value.kind === 'ignored' || value.kind === 'waits')
  );
}
