import { invalidRequest } from '../http/api-error.ts';
import type { Charge, Metadata, Refund } from '../world/wire.ts';
import { previousOf, type World } from '../world/world.ts';

export type RefundOrder = {
  readonly charge: Charge;
  /** In cents; all that is left when absent. */
  readonly amount?: number | undefined;
  readonly reason?: 'duplicate' | 'fraudulent' | 'requested_by_customer' | undefined;
  readonly metadata?: Metadata;
  readonly status?: 'succeeded' | 'pending' | undefined;
};

/** Gives back all or part of a charge. What was refunded counts at once, also while the refund is pending. */
export function createRefund(world: World, order: RefundOrder): Refund {
  const { charge, reason = null } = order;
  const left = charge.amount_captured - charge.amount_refunded;
  refuseImpossible(charge, left, order.amount);
  const amount = order.amount ?? left;
  const refund = world.tables.refunds.put({
    ...newRefund(world, charge, amount),
    metadata: order.metadata ?? {},
    reason,
    status: order.status ?? 'succeeded',
    ...(order.status === 'pending' && { pending_reason: 'processing' as const }),
  });
  countRefunded(world, charge, amount);
  world.emit('charge.refunded', world.tables.charges.require(charge.id));
  world.emit('refund.created', refund);
  return refund;
}

/** Adds to what a charge has given back, or takes from it when a refund fails. */
export function countRefunded(world: World, charge: Charge, amount: number): void {
  const amountRefunded = charge.amount_refunded + amount;
  world.tables.charges.put({
    ...charge,
    amount_refunded: amountRefunded,
    refunded: amountRefunded === charge.amount,
  });
}

/** Changes a refund and tells of it. */
export function changeRefund(world: World, before: Refund, changes: Partial<Refund>): Refund {
  const after = world.tables.refunds.put({ ...before, ...changes });
  const previous = previousOf(before, after);
  if (after.status === 'failed' && before.status !== 'failed') world.emit('refund.failed', after);
  world.emit('refund.updated', after, previous);
  world.emit('charge.refund.updated', after, previous);
  return after;
}

function newRefund(world: World, charge: Charge, amount: number): Refund {
  return {
    id: world.ids.next('re_3'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: world.seconds(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      card: {
        reference_status: 'pending',
        reference_type: 'acquirer_reference_number',
        type: 'refund',
      },
      type: 'card',
    },
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  };
}

function refuseImpossible(charge: Charge, left: number, amount: number | undefined): void {
  if (!charge.paid) {
    throw invalidRequest(`Charge ${charge.id} has not been paid; it cannot be refunded.`, {
      code: 'charge_not_refundable',
    });
  }
  if (charge.disputed) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  }
  if (left === 0) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    });
  }
  if (amount !== undefined && amount > left) {
    throw invalidRequest(
      `Refund amount (${dollars(amount)}) is greater than unrefunded amount on charge (${dollars(left)})`,
      { param: 'amount' },
    );
  }
}

function dollars(cents: number): string {
  return `$${(cents / 100).toFixed(2)}`;
}
