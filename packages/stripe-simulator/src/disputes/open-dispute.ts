import { invalidRequest } from '../http/api-error.ts';
import type { Dispute } from '../world/wire.ts';
import { previousOf, type World } from '../world/world.ts';

export type DisputeOrder = {
  readonly charge: string;
  /** In cents; all of the charge when absent. */
  readonly amount?: number | undefined;
  readonly reason?: string | undefined;
  /** The bank only asks: no money moves. */
  readonly isInquiry?: boolean | undefined;
};

export type DisputeEnd = 'won' | 'lost' | 'warning_closed';

const daySeconds = 86_400;
const evidenceDays = 9;

/** A customer's bank takes the money back, or asks about it first. */
export function openDispute(world: World, order: DisputeOrder): Dispute {
  const charge = world.tables.charges.refer(order.charge, 'charge');
  if (!charge.paid || charge.disputed) {
    throw invalidRequest(`Charge ${charge.id} cannot be disputed.`, { code: 'charge_disputed' });
  }
  const isInquiry = order.isInquiry ?? false;
  const now = world.seconds();
  const dispute = world.tables.disputes.put({
    id: world.ids.next('du_1'),
    object: 'dispute',
    amount: order.amount ?? charge.amount - charge.amount_refunded,
    balance_transactions: [],
    charge: charge.id,
    created: now,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence,
    evidence_details: {
      due_by: now + evidenceDays * daySeconds,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: isInquiry,
    livemode: false,
    metadata: {},
    network_reason_code: '10.4',
    payment_intent: charge.payment_intent,
    reason: order.reason ?? 'fraudulent',
    status: isInquiry ? 'warning_needs_response' : 'needs_response',
  });
  if (!isInquiry) world.tables.charges.put({ ...charge, disputed: true });
  world.emit('charge.dispute.created', dispute);
  if (!isInquiry) world.emit('charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

/** The bank decides. What is won comes back; the charge stays disputed either way. */
export function closeDispute(world: World, id: string, end: DisputeEnd): Dispute {
  const before = world.tables.disputes.require(id);
  const isInquiry = before.status.startsWith('warning_');
  if (isClosed(before) || isInquiry !== (end === 'warning_closed')) {
    throw invalidRequest(`This dispute is ${before.status}; it cannot become ${end}.`, {
      code: 'status_transition_invalid',
    });
  }
  const closed = changeDispute(world, before, { status: end, is_charge_refundable: false });
  world.emit('charge.dispute.closed', closed);
  if (end === 'won') world.emit('charge.dispute.funds_reinstated', closed);
  return closed;
}

/** Changes a dispute and tells of it. */
export function changeDispute(world: World, before: Dispute, changes: Partial<Dispute>): Dispute {
  const after = world.tables.disputes.put({ ...before, ...changes });
  world.emit('charge.dispute.updated', after, previousOf(before, after));
  return after;
}

export function isClosed({ status }: Dispute): boolean {
  return ['won', 'lost', 'warning_closed', 'prevented'].includes(status);
}

/** Cards that are made to be disputed are disputed as soon as they have paid. */
export function reactToDisputedCards(world: World): void {
  world.react((type, { id }) => {
    if (type !== 'charge.succeeded') return;
    const charge = world.tables.charges.require(id);
    const outcome = world.tables.cards.get(charge.payment_method ?? '')?.outcome;
    if (outcome?.kind !== 'is_disputed') return;
    openDispute(world, { charge: id, isInquiry: outcome.isInquiry });
  });
}

const noEvidence: Dispute['evidence'] = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};
