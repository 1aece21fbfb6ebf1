import type { StripeAnswer, StripeGateway } from '../../../ports/stripe-gateway.ts';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { Decision, Moment } from '../../command/run-command.ts';

/** How Stripe decided a request: only these two end it (rule X2). */
export type Answered<Value> = Exclude<StripeAnswer<Value>, { readonly kind: 'unknown' }>;

/** What the answer changes here. The request's own row is saved as `request` says. */
export type RequestEnd<Change> = Pick<
  Decision<Change, unknown>,
  'change' | 'changes' | 'affects' | 'alerts'
> & { readonly request: StripeRequestRecord };

/**
 * How requests of one kind are asked and ended. `find` looks whether the work was done by an earlier call
 * whose answer was lost; without it the idempotency key alone keeps Stripe from doing it twice.
 */
export type RequestKindParts<Value, State, Change> = {
  readonly find?: (
    gateway: StripeGateway,
    request: StripeRequestRecord,
  ) => Promise<StripeAnswer<Value | null>>;
  readonly send: (
    gateway: StripeGateway,
    request: StripeRequestRecord,
  ) => Promise<StripeAnswer<Value>>;
  readonly load: (
    stores: Stores,
    request: StripeRequestRecord,
    answered: Answered<Value>,
    moment: Moment,
  ) => Promise<State>;
  readonly decide: (
    state: State,
    request: StripeRequestRecord,
    answered: Answered<Value>,
    moment: Moment,
  ) => RequestEnd<Change>;
  readonly apply: (stores: Stores, change: Change, moment: Moment) => Promise<void>;
};

/** A kind whose values, state and change are its own affair. */
export type RequestKind = {
  /** Asks Stripe; `wasSent` when an earlier call may have done the work. Null: nothing was decided, `why` says so. */
  readonly ask: (
    gateway: StripeGateway,
    request: StripeRequestRecord,
    wasSent: boolean,
  ) => Promise<LoadEnd | { readonly why: string }>;
};
export type LoadEnd = (
  stores: Stores,
  request: StripeRequestRecord,
  moment: Moment,
) => Promise<DecideEnd>;
export type DecideEnd = (request: StripeRequestRecord, moment: Moment) => RequestEnd<ApplyEnd>;
export type ApplyEnd = (stores: Stores, moment: Moment) => Promise<void>;

export function requestKind<Value, State, Change>(
  parts: RequestKindParts<Value, State, Change>,
): RequestKind {
  const endWith =
    (answered: Answered<Value>): LoadEnd =>
    async (stores, request, moment) => {
      const state = await parts.load(stores, request, answered, moment);
      return (locked, at) => {
        const end = parts.decide(state, locked, answered, at);
        const { change } = end;
        return { ...end, change: (into, when) => parts.apply(into, change, when) };
      };
    };
  return {
    ask: async (gateway, request, wasSent) => {
      const found = wasSent && parts.find ? await parts.find(gateway, request) : nothingFound;
      if (found.kind === 'unknown') return { why: found.message };
      if (found.kind === 'done' && found.value !== null) {
        return endWith({ kind: 'done', value: found.value });
      }
      const answer = await parts.send(gateway, request);
      return answer.kind === 'unknown' ? { why: answer.message } : endWith(answer);
    },
  };
}

const nothingFound = { kind: 'done' as const, value: null };
