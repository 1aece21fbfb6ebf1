import { invalidRequest } from '../http/api-error.ts';
import type { Refund } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { changeRefund, countRefunded } from './create-refund.ts';

export type RefundEnd = 'succeeded' | 'failed' | 'canceled';

/** A refund may fail after it had succeeded: the bank sends the money back. */
const endsFrom: { readonly [end in RefundEnd]: readonly string[] } = {
  succeeded: ['pending', 'requires_action'],
  failed: ['pending', 'requires_action', 'succeeded'],
  canceled: ['pending', 'requires_action'],
};

/** Ends a refund. What failed or was canceled no longer counts as refunded. */
export function settleRefund(
  world: World,
  id: string,
  end: RefundEnd,
  failureReason = 'expired_or_canceled_card',
): Refund {
  const { pending_reason: _waited, ...refund } = world.tables.refunds.require(id);
  if (!endsFrom[end].includes(refund.status ?? '')) {
    throw invalidRequest(
      `Refund ${id} cannot become ${end} because its status is ${refund.status}.`,
      { code: 'status_transition_invalid' },
    );
  }
  const charge = world.tables.charges.get(refund.charge ?? '');
  if (end !== 'succeeded' && charge !== undefined) countRefunded(world, charge, -refund.amount);
  return changeRefund(world, refund, {
    status: end,
    ...(end === 'failed' && { failure_reason: failureReason }),
  });
}
