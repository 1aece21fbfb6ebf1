import { z } from 'zod';
import { invalidRequest } from '../http/api-error.ts';
import { amountMax, integer, metadata, text } from '../http/form.ts';
import { pageOf, paging } from '../http/list.ts';
import { mergeMetadata } from '../http/metadata.ts';
import { get, post, type Route } from '../http/route.ts';
import type { Charge, Refund } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { changeRefund, createRefund } from './create-refund.ts';
import { settleRefund } from './settle-refund.ts';

const creation = {
  charge: text.optional(),
  payment_intent: text.optional(),
  amount: integer
    .pipe(z.number().min(1, 'parameter_invalid_integer').max(amountMax, 'it is too large'))
    .optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: metadata.optional(),
};

/** Cards whose refunds do not simply succeed decide it here. */
export const refundRoutes: readonly Route[] = [
  post('/v1/refunds', creation, (input, { world }) => {
    const charge = chargeOf(world, input);
    const outcome = world.tables.cards.get(charge.payment_method ?? '')?.outcome;
    const ending = outcome?.kind === 'refunds' ? outcome.ending : undefined;
    const refund = createRefund(world, {
      charge,
      amount: input.amount,
      reason: input.reason,
      metadata: mergeMetadata({}, input.metadata),
      status: ending === 'pending' ? 'pending' : undefined,
    });
    if (ending === 'fails') settleRefund(world, refund.id, 'failed');
    return refund;
  }),
  get(
    '/v1/refunds',
    { ...paging, charge: text.optional(), payment_intent: text.optional() },
    (input, { world, path }) => {
      const { charge, payment_intent } = input;
      const refunds = world.tables.refunds
        .all()
        .filter((refund) => refund.charge === (charge ?? refund.charge))
        .filter((refund) => refund.payment_intent === (payment_intent ?? refund.payment_intent));
      return pageOf(refunds, input, path);
    },
  ),
  get('/v1/refunds/:id', {}, (_input, { world, id }) => world.tables.refunds.require(id)),
  post('/v1/refunds/:id', { metadata: metadata.optional() }, (input, { world, id }) => {
    const refund = world.tables.refunds.require(id);
    return changeRefund(world, refund, {
      metadata: mergeMetadata(refund.metadata, input.metadata),
    });
  }),
  post(
    '/v1/refunds/:id/cancel',
    {},
    (_input, { world, id }): Refund => settleRefund(world, id, 'canceled'),
  ),
];

function chargeOf(
  world: World,
  { charge, payment_intent }: { charge?: string | undefined; payment_intent?: string | undefined },
): Charge {
  if (charge !== undefined) return world.tables.charges.refer(charge, 'charge');
  if (payment_intent === undefined) {
    throw invalidRequest(
      'One of the following params should be provided: payment_intent or charge.',
    );
  }
  const intent = world.tables.paymentIntents.refer(payment_intent, 'payment_intent');
  const paid = intent.status === 'succeeded' ? intent.latest_charge : null;
  if (paid === null) {
    throw invalidRequest(
      `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
      { code: 'payment_intent_unexpected_state', param: 'payment_intent' },
    );
  }
  return world.tables.charges.require(paid);
}
