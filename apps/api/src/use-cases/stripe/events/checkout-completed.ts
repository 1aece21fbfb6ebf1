import { failed, ignored } from '@purser/domain/stripe/event-codes';
import type { CheckoutFacts } from '@purser/domain/stripe/object-facts';
import { checkoutObject } from '@purser/schema/contract/stripe-objects';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { UserRecord } from '../../../ports/user-store.ts';
import { type EventHandler, eventHandler } from './event-handler.ts';

type State = { readonly user: UserRecord; readonly request: StripeRequestRecord | null };
type Change = {
  readonly user: UserRecord;
  readonly customerId: string | null;
  readonly request: StripeRequestRecord | null;
};

/** A Checkout was completed: what it made is linked, and credits nothing by itself (rule X16). */
export const checkoutCompleted: EventHandler = eventHandler<CheckoutFacts, State, Change>({
  read: (event) => {
    const read = checkoutObject.safeParse(event.data.object);
    return read.success ? read.data : malformed;
  },
  load: async (stores, { sessionId, metadata }) => {
    const asked = await stores.stripe.requestOf('checkout', sessionId);
    const request = asked && (await stores.stripe.lockRequest(asked.id));
    const user =
      request === null
        ? await stores.users.find(metadata.user_id ?? '')
        : await stores.users.byId(request.userId);
    return user === null ? nobody : { user, request };
  },
  decide: ({ user, request }, session, { now }) => {
    const { sessionId, customerId, paymentId, stripeSubscriptionId, status } = session;
    const linked = { paymentId, stripeSubscriptionId };
    const answer = { ...request?.answer, ...linked };
    return {
      user,
      change: {
        user,
        customerId,
        request: request && { ...request, stripeStatus: status, answer, updatedAt: now },
      },
      changes: [
        { label: 'checkout', before: null, after: paymentId ?? stripeSubscriptionId ?? sessionId },
      ],
      audit: {
        targetType: 'user',
        targetId: String(user.id),
        before: null,
        after: { sessionId, customerId, ...linked },
      },
      affects: 'nobody',
    };
  },
  apply: async (stores, { user, customerId, request }, { now }) => {
    if (customerId !== null) await stores.stripe.addCustomer(user.id, customerId, now);
    if (request !== null) await stores.stripe.saveRequest(request);
  },
});

const malformed = failed('malformed_object', "The event's object is no Checkout session.");
const nobody = ignored('not_handled', 'The Checkout is of no user that is known here.');
