import { formatUsdExact } from '@purser/domain/money/format-usd';
import { centsHalfEven } from '@purser/domain/money/micro-usd';
import { accepted } from '@purser/domain/outcome';
import { decidePurchase } from '@purser/domain/stripe/decide-purchase';
import type { StripeMetadata } from '@purser/domain/stripe/object-facts';
import type { CheckoutView, OpenCheckout } from '@purser/schema/contract/stripe-money';
import type { StripeGateway } from '../../../ports/stripe-gateway.ts';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { UserRecord } from '../../../ports/user-store.ts';
import type { CommandDefinition } from '../../command/run-command.ts';
import { type CustomerParams, customerParams } from '../requests/customer.ts';
import { newRequest } from '../requests/new-request.ts';

type State = { readonly user: UserRecord; readonly customer: CustomerParams };
type Params = CustomerParams & {
  readonly metadata: StripeMetadata;
  readonly successUrl: string;
  readonly cancelUrl: string;
};

/** Opens a page at Stripe on which a user buys credits (rule X15). */
export const openTopUpCheckout: CommandDefinition<
  OpenCheckout,
  State,
  StripeRequestRecord,
  StripeRequestRecord
> = {
  operation: 'checkout-top-up',
  load: async (stores, { userId }, moment) => {
    const user = await stores.users.ensure(userId, moment.now);
    return { user, customer: await customerParams(stores, user, moment) };
  },
  decide: ({ user, customer }, { amountMicroUsd, successUrl, cancelUrl }, moment) => {
    const decided = decidePurchase({ purpose: 'wallet_topup', amountMicroUsd }, []);
    if (!decided.ok) return decided;
    const metadata = { ...customer.owner, ...decided.value.metadata };
    const params: Params = { ...customer, metadata, successUrl, cancelUrl };
    const request = newRequest(
      moment.newId(),
      { kind: 'checkout', userId: user.id, subject: '', amountMicroUsd, params },
      moment,
    );
    return accepted({
      change: request,
      preview: request,
      changes: [{ label: 'checkout', before: null, after: formatUsdExact(amountMicroUsd) }],
      audit: {
        targetType: 'user',
        targetId: String(user.id),
        before: null,
        after: { requestId: request.id, amountMicroUsd, purpose: 'wallet_topup' },
      },
      affects: 'nobody' as const,
    });
  },
  apply: async (stores, request) => {
    await stores.stripe.openRequest(request);
    return undefined;
  },
};

/** A Checkout of a payment; of a subscription it is asked elsewhere. */
export async function makeTopUpCheckout(
  gateway: StripeGateway,
  request: StripeRequestRecord,
  customerId: string,
) {
  const { metadata, successUrl, cancelUrl } = request.params as Params;
  const answer = await gateway.createCheckout({
    idempotencyKey: request.idempotencyKey,
    mode: 'payment',
    customerId,
    amountCents: centsHalfEven(request.amountMicroUsd ?? 0n),
    productName: 'Credits',
    successUrl,
    cancelUrl,
    metadata,
  });
  if (answer.kind !== 'done') return answer;
  const { sessionId, status, url } = answer.value;
  const value = { stripeId: sessionId, stripeStatus: status, answer: { url } };
  return { kind: 'done' as const, value };
}

export function checkoutView({ id, stripeId, answer }: StripeRequestRecord): CheckoutView {
  const url = answer?.url;
  return { requestId: id, sessionId: stripeId, url: typeof url === 'string' ? url : null };
}
