import { isClosed } from '../disputes/open-dispute.ts';
import type { Charge, Dispute } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { type Html, html } from './html.ts';
import { button, code, dollars, instant, section } from './layout.ts';

export function paymentSection({ tables }: World): Html {
  return section('Payments', tables.paymentIntents.all(), [
    { title: 'Intent', cell: ({ id }) => code(id) },
    { title: 'Amount', cell: ({ amount }) => dollars(amount), isNumber: true },
    { title: 'Status', cell: ({ status }) => status },
    { title: 'Metadata', cell: ({ metadata }) => code(JSON.stringify(metadata)) },
    { title: 'Created', cell: ({ created }) => instant(created) },
    {
      title: '',
      cell: ({ id, status, latest_charge }) => {
        if (status === 'canceled') return '';
        if (status !== 'succeeded') {
          return html`${button('/actions/pay', 'Pay', { id })}${button('/actions/fail', 'Decline', { id })}`;
        }
        const charge = tables.charges.get(idOf(latest_charge) ?? '');
        return charge === undefined ? '' : chargeActions(charge);
      },
    },
  ]);
}

function chargeActions({ id, amount, amount_refunded, disputed }: Charge): Html {
  const left = amount - amount_refunded;
  if (disputed) return html`disputed`;
  if (left === 0) return html`refunded`;
  const part = html`<input class="short" name="amount" inputmode="decimal" aria-label="Amount in dollars" value="${(left / 100).toFixed(2)}"><select name="status" aria-label="How the refund ends"><option>succeeded</option><option>pending</option></select>`;
  return html`${button('/actions/refund', 'Refund', { charge: id }, part)}${button('/actions/dispute', 'Dispute', { charge: id })}`;
}

export function refundSection({ tables }: World): Html {
  return section('Refunds', tables.refunds.all(), [
    { title: 'Refund', cell: ({ id }) => code(id) },
    { title: 'Amount', cell: ({ amount }) => dollars(amount), isNumber: true },
    { title: 'Status', cell: ({ status }) => status },
    {
      title: '',
      cell: ({ id, status }) => {
        const end = (label: string, to: string) =>
          button('/actions/settle-refund', label, { id, end: to });
        if (status === 'succeeded') return end('Let it fail', 'failed');
        if (status !== 'pending') return '';
        return html`${end('Finish', 'succeeded')}${end('Fail', 'failed')}${end('Cancel', 'canceled')}`;
      },
    },
  ]);
}

export function disputeSection({ tables }: World): Html {
  return section('Disputes', tables.disputes.all(), [
    { title: 'Dispute', cell: ({ id }) => code(id) },
    { title: 'Amount', cell: ({ amount }) => dollars(amount), isNumber: true },
    { title: 'Reason', cell: ({ reason }) => reason },
    { title: 'Status', cell: ({ status }) => status },
    { title: '', cell: (dispute) => (isClosed(dispute) ? '' : disputeActions(dispute)) },
  ]);
}

function disputeActions({ id, status }: Dispute): Html {
  const close = (label: string, end: string) =>
    button('/actions/close-dispute', label, { id, end });
  if (status.startsWith('warning_')) return close('Close', 'warning_closed');
  return html`${close('Win', 'won')}${close('Lose', 'lost')}`;
}
