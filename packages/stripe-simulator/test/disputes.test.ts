import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusalOf } from './support/refusal.ts';
import { eventTypes, openStage, type Stage } from './support/stage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(() => stage.close());

const pay = async (card = 'pm_card_visa') => {
  const intent = await stage.stripe.paymentIntents.create({
    amount: 5_000,
    currency: 'usd',
    payment_method: card,
    confirm: true,
  });
  return String(intent.latest_charge);
};

const disputeEvents = () => eventTypes(stage).filter((type) => type.startsWith('charge.dispute'));

describe('disputes', () => {
  it('take the money, and give it back when they are won', async () => {
    const charge = await pay();
    const { control } = stage.simulator;
    const dispute = control.openDispute({ charge });
    expect(await stage.stripe.disputes.retrieve(dispute.id)).toMatchObject({
      charge,
      amount: 5_000,
      status: 'needs_response',
      reason: 'fraudulent',
    });
    expect(await stage.stripe.charges.retrieve(charge)).toMatchObject({ disputed: true });
    expect(await refusalOf(stage.stripe.refunds.create({ charge }))).toMatchObject({
      code: 'charge_disputed',
    });
    control.closeDispute(dispute.id, 'won');
    expect(disputeEvents()).toEqual([
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.updated',
      'charge.dispute.closed',
      'charge.dispute.funds_reinstated',
    ]);
    expect(() => control.closeDispute(dispute.id, 'lost')).toThrow('it cannot become lost');
  });

  it('are lost when nobody answers them, and decided by the evidence of test mode', async () => {
    const { disputes } = stage.stripe;
    const lost = stage.simulator.control.openDispute({ charge: await pay(), amount: 1_000 });
    expect(await disputes.close(lost.id)).toMatchObject({ status: 'lost', amount: 1_000 });
    expect(disputeEvents()).not.toContain('charge.dispute.funds_reinstated');
    await pay('pm_card_createDispute');
    const [open] = (await disputes.list()).data;
    const answered = await disputes.update(open?.id ?? '', {
      evidence: { uncategorized_text: 'winning_evidence' },
    });
    expect(answered).toMatchObject({ status: 'won', evidence_details: { has_evidence: true } });
  });

  it('that only ask move no money', async () => {
    const charge = await pay('pm_card_createDisputeInquiry');
    const [inquiry] = (await stage.stripe.disputes.list({ charge })).data;
    expect(inquiry?.status).toBe('warning_needs_response');
    expect(disputeEvents()).toEqual(['charge.dispute.created']);
    expect(await stage.stripe.charges.retrieve(charge)).toMatchObject({ disputed: false });
    stage.simulator.control.closeDispute(inquiry?.id ?? '', 'warning_closed');
    expect(disputeEvents().at(-1)).toBe('charge.dispute.closed');
  });
});
