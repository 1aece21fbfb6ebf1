import type { Control } from '../control/control.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { faultsSection } from './faults-section.ts';
import { type Html, html } from './html.ts';
import { button, code, dollars, instant, layout, section } from './layout.ts';
import { disputeSection, paymentSection, refundSection } from './money-sections.ts';

/** Everything that the simulator knows, on one page. */
export function overviewPage(world: World, control: Control): string {
  return layout(
    'Stripe simulator',
    html`<h1>Stripe simulator</h1>
<p>It stands in for Stripe on this machine: no real card, no real money. Its time is ${instant(world.seconds())} UTC.</p>
${button('/actions/advance', 'A day on', { days: 1 })}
${button('/actions/advance', 'A month on', { days: 31 })}
${checkoutSection(world)}
${paymentSection(world)}
${refundSection(world)}
${disputeSection(world)}
${subscriptionSection(world)}
${invoiceSection(world)}
${customerSection(world)}
${clockSection(world)}
${eventSection(world)}
${faultsSection(control)}`,
  );
}

function checkoutSection({ tables }: World): Html {
  return section('Checkout sessions', tables.checkoutSessions.all(), [
    { title: 'Session', cell: ({ id }) => code(`${id.slice(0, 18)}…`) },
    { title: 'For', cell: ({ mode }) => mode },
    { title: 'Amount', cell: ({ amount_total }) => dollars(amount_total), isNumber: true },
    { title: 'Status', cell: ({ status }) => status },
    { title: '', cell: ({ url }) => (url ? html`<a href="${url}">open its page</a>` : '') },
  ]);
}

function subscriptionSection({ tables }: World): Html {
  return section('Subscriptions', tables.subscriptions.all(), [
    { title: 'Subscription', cell: ({ id }) => code(id) },
    { title: 'Customer', cell: ({ customer }) => code(idOf(customer)) },
    {
      title: 'Price',
      cell: ({ items }) => dollars(items.data[0]?.price.unit_amount),
      isNumber: true,
    },
    {
      title: 'Status',
      cell: ({ status, cancel_at }) => (cancel_at === null ? status : `${status}, is to end`),
    },
    { title: 'Until', cell: ({ items }) => instant(items.data[0]?.current_period_end ?? 0) },
    {
      title: '',
      cell: ({ id, ended_at }) =>
        ended_at === null ? button('/actions/renew', 'Renew now', { id }) : '',
    },
  ]);
}

function invoiceSection({ tables }: World): Html {
  return section('Invoices', tables.invoices.all(), [
    { title: 'Invoice', cell: ({ number, id }) => code(number ?? id) },
    { title: 'Why', cell: ({ billing_reason }) => billing_reason },
    { title: 'Total', cell: ({ total }) => dollars(total), isNumber: true },
    { title: 'Status', cell: ({ status }) => status },
    { title: 'Created', cell: ({ created }) => instant(created) },
    {
      title: '',
      cell: ({ status, hosted_invoice_url }) =>
        status === 'open' && hosted_invoice_url
          ? html`<a href="${hosted_invoice_url}">open its page</a>`
          : '',
    },
  ]);
}

function customerSection({ tables }: World): Html {
  const cards = (customer: string) =>
    tables.paymentMethods.all().filter((method) => method.customer === customer);
  return section('Customers', tables.customers.all(), [
    { title: 'Customer', cell: ({ id }) => code(id) },
    { title: 'Mail', cell: ({ email }) => email },
    { title: 'Balance', cell: ({ balance }) => dollars(balance), isNumber: true },
    {
      title: 'Cards',
      cell: ({ id }) =>
        html`${cards(id).map((method) => {
          const kind = tables.cards.get(method.id)?.outcome.kind;
          const other = kind === 'declines' ? 'succeeds' : 'declines';
          const label = `…${method.card?.last4} ${kind}: let it be one that ${other}`;
          return button('/actions/card', label, { id: method.id, outcome: other });
        })}`,
    },
  ]);
}

function clockSection({ tables }: World): Html {
  return section('Test clocks', tables.testClocks.all(), [
    { title: 'Clock', cell: ({ id, name }) => html`${code(id)} ${name}` },
    { title: 'Time', cell: ({ frozen_time }) => instant(frozen_time) },
    {
      title: '',
      cell: ({ id }) =>
        html`${button('/actions/advance-clock', 'A day on', { id, days: 1 })}${button('/actions/advance-clock', 'A month on', { id, days: 31 })}`,
    },
  ]);
}

function eventSection({ tables }: World): Html {
  const told = (event: string) =>
    tables.deliveries
      .all()
      .filter((delivery) => delivery.event === event)
      .map(({ status, attempts }) => `${status} (${attempts.length})`)
      .join(', ');
  return section('Events', tables.events.all(), [
    { title: 'Event', cell: ({ id }) => code(id) },
    { title: 'Type', cell: ({ type }) => type },
    { title: 'Created', cell: ({ created }) => instant(created) },
    { title: 'Delivered (attempts)', cell: ({ id }) => told(id) || 'to nobody' },
    { title: '', cell: ({ id }) => button('/actions/resend', 'Send again', { id }) },
  ]);
}
