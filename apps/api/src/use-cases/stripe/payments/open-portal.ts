import { accepted, rejected } from '@purser/domain/outcome';
import type { OpenPortal, PortalView } from '@purser/schema/contract/stripe-money';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { UserRecord } from '../../../ports/user-store.ts';
import type { CommandDefinition } from '../../command/run-command.ts';
import { answeredKind } from '../requests/answered-kind.ts';
import { type CustomerParams, customerParams } from '../requests/customer.ts';
import { newRequest } from '../requests/new-request.ts';

type State = { readonly user: UserRecord; readonly customer: CustomerParams } | null;
type Params = CustomerParams & { readonly returnUrl: string };

/** Opens Stripe's own page of a customer: cards, invoices, subscriptions. */
export const openPortal: CommandDefinition<
  OpenPortal,
  State,
  StripeRequestRecord,
  StripeRequestRecord
> = {
  operation: 'create-portal-link',
  load: async (stores, { userId }, moment) => {
    const user = await stores.users.find(userId);
    return user && { user, customer: await customerParams(stores, user, moment) };
  },
  decide: (state, { userId, returnUrl }, moment) => {
    if (state === null || state.customer.customerId === null) return rejected(noCustomer(userId));
    const { user, customer } = state;
    const params: Params = { ...customer, returnUrl };
    const request = newRequest(
      moment.newId(),
      { kind: 'portal', userId: user.id, subject: customer.customerId ?? '', params },
      moment,
    );
    return accepted({
      change: request,
      preview: request,
      changes: [{ label: 'portal', before: null, after: customer.customerId }],
      audit: {
        targetType: 'user',
        targetId: String(user.id),
        before: null,
        after: { requestId: request.id, customerId: customer.customerId },
      },
      affects: 'nobody' as const,
    });
  },
  apply: async (stores, request) => {
    await stores.stripe.openRequest(request);
    return undefined;
  },
};

export const portalRequest = answeredKind(async (gateway, request, customerId) => {
  const { returnUrl } = request.params as Params;
  const { idempotencyKey } = request;
  const answer = await gateway.createPortalSession({ idempotencyKey, customerId, returnUrl });
  if (answer.kind !== 'done') return answer;
  const value = { stripeId: null, stripeStatus: null, answer: { url: answer.value.url } };
  return { kind: 'done', value };
});

export function portalView({ id, answer }: StripeRequestRecord): PortalView {
  const url = answer?.url;
  return { requestId: id, url: typeof url === 'string' ? url : null };
}

function noCustomer(userId: string) {
  return {
    code: 'not_found' as const,
    field: 'userId',
    message: `The user ${userId} is no customer at Stripe yet: nothing was bought there.`,
  };
}
