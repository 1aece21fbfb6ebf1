import type { StripeMetadata } from '@purser/domain/stripe/object-facts';
import type { StripeAnswer, StripeGateway } from '../../../ports/stripe-gateway.ts';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { UserRecord } from '../../../ports/user-store.ts';
import type { Moment } from '../../command/run-command.ts';

/** What is stored with a request, so that the user's customer is known or can be made. */
export type CustomerParams = {
  /** Null: the user has none yet. */
  readonly customerId: string | null;
  /** The same for each request of a user: at once they make one customer (rule X15). */
  readonly customerKey: string;
  /** What everything that is made at Stripe for the user carries. */
  readonly owner: StripeMetadata;
};

export async function customerParams(
  stores: Stores,
  user: UserRecord,
  { ctx }: Moment,
): Promise<CustomerParams> {
  const { tenantUuid, tenantSlug, projectSlug } = ctx.scope;
  return {
    customerId: await stores.stripe.customerOf(user.id),
    customerKey: `customer:${tenantUuid}:${projectSlug}:${user.id}`,
    owner: { user_id: user.externalId, tenant: tenantSlug, project: projectSlug },
  };
}

/**
 * The customer of a request's user, made at Stripe when there is none. Where Stripe may have forgotten the key by which
 * an earlier call made one, it is looked for first (rule X3).
 */
export async function customerFor(
  gateway: StripeGateway,
  { params, attempt }: StripeRequestRecord,
): Promise<StripeAnswer<Customer>> {
  const { customerId, customerKey, owner } = params as CustomerParams;
  if (customerId !== null) return { kind: 'done', value: { customerId } };
  const earlier = attempt > 1 ? await earlierCustomer(gateway, customerKey) : nothingFound;
  if (earlier.kind === 'unknown') return earlier;
  if (earlier.value !== null) return { kind: 'done', value: earlier.value };
  return gateway.createCustomer({
    idempotencyKey: customerKey,
    name: owner.user_id ?? '',
    metadata: { ...owner, customer_key: customerKey },
  });
}

type Customer = { readonly customerId: string };

/** Stripe refusing to look does not say that there is none. */
async function earlierCustomer(gateway: StripeGateway, customerKey: string) {
  const found = await gateway.findCustomer(customerKey);
  return found.kind === 'refused' ? { kind: 'unknown' as const, message: found.message } : found;
}

const nothingFound = { kind: 'done' as const, value: null };
