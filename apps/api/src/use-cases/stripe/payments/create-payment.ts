import { formatUsdExact } from '@purser/domain/money/format-usd';
import { centsHalfEven } from '@purser/domain/money/micro-usd';
import { accepted, rejected } from '@purser/domain/outcome';
import { seedPackages } from '@purser/domain/plan/seed';
import {
  decidePurchase,
  isCustomOrder,
  type Purchase,
} from '@purser/domain/stripe/decide-purchase';
import type { StripeMetadata } from '@purser/domain/stripe/object-facts';
import { signedText } from '@purser/domain/stripe/signed-text';
import type { CreatePayment, PaymentView } from '@purser/schema/contract/stripe-money';
import type { PaymentSigner } from '../../../ports/payment-signer.ts';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { UserRecord } from '../../../ports/user-store.ts';
import type { CommandDefinition } from '../../command/run-command.ts';
import { answeredKind } from '../requests/answered-kind.ts';
import { type CustomerParams, customerParams } from '../requests/customer.ts';
import { newRequest } from '../requests/new-request.ts';

type State = { readonly user: UserRecord; readonly customer: CustomerParams };
type Params = CustomerParams & { readonly metadata: StripeMetadata };

/** Opens a payment of a package, of credits or of amounts of its own, which the user's browser then confirms (rule X15). */
export function createPayment(
  signer: PaymentSigner,
): CommandDefinition<CreatePayment, State, StripeRequestRecord, StripeRequestRecord> {
  return {
    operation: 'create-payment-intent',
    load: async (stores, { userId }, moment) => {
      const user = await stores.users.ensure(userId, moment.now);
      return { user, customer: await customerParams(stores, user, moment) };
    },
    decide: ({ user, customer }, input, moment) => {
      if (isCustomOrder(input) && !moment.ctx.caller.permissions.has('grant:write')) {
        return rejected(pricesNothing);
      }
      const decided = decidePurchase(input, seedPackages);
      if (!decided.ok) return decided;
      const { amountMicroUsd } = decided.value;
      const metadata = signed(
        signer,
        { ...customer.owner, ...decided.value.metadata },
        amountMicroUsd,
      );
      const params: Params = { ...customer, metadata };
      const request = newRequest(
        moment.newId(),
        { kind: 'payment', userId: user.id, subject: '', amountMicroUsd, params },
        moment,
      );
      return accepted({
        change: request,
        preview: request,
        changes: [{ label: 'payment', before: null, after: formatUsdExact(amountMicroUsd) }],
        audit: {
          targetType: 'user',
          targetId: String(user.id),
          before: null,
          after: { requestId: request.id, ...describe(decided.value) },
        },
        affects: 'nobody' as const,
      });
    },
    apply: async (stores, request) => {
      await stores.stripe.openRequest(request);
      return undefined;
    },
  };
}

/** Whoever names both amounts and price gives them away at will: that is what grants are for (rule X15). */
const pricesNothing = {
  code: 'not_allowed' as const,
  field: 'adds',
  message: 'Amounts of your own have no price here: only who may write grants may sell them.',
};

/** Amounts of their own carry our signature; of a package, its price in our list is enough (rule E4). */
function signed(
  signer: PaymentSigner,
  metadata: StripeMetadata,
  amountMicroUsd: bigint,
): StripeMetadata {
  if (metadata.purpose !== 'quota_package' || metadata.package !== undefined) return metadata;
  const amountCents = centsHalfEven(amountMicroUsd);
  const purser_sig = signer.sign(signedText({ amountCents, currency: 'usd', metadata }));
  return { ...metadata, purser_sig };
}

function describe({ amountMicroUsd, metadata }: Purchase) {
  return { amountMicroUsd, ...metadata };
}

export const paymentRequest = answeredKind(async (gateway, request, customerId) => {
  const answer = await gateway.createPaymentIntent({
    idempotencyKey: request.idempotencyKey,
    amountCents: centsHalfEven(request.amountMicroUsd ?? 0n),
    customerId,
    metadata: (request.params as Params).metadata,
  });
  if (answer.kind !== 'done') return answer;
  const { paymentId, status, clientSecret } = answer.value;
  return {
    kind: 'done',
    value: { stripeId: paymentId, stripeStatus: status, answer: { clientSecret } },
  };
});

export function paymentView(request: StripeRequestRecord): PaymentView {
  const { metadata } = request.params as Params;
  return {
    requestId: request.id,
    userId: metadata.user_id ?? '',
    packageId: metadata.package ?? null,
    amountMicroUsd: request.amountMicroUsd ?? 0n,
    paymentIntentId: request.stripeId,
    clientSecret: textOf(request.answer?.clientSecret),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
