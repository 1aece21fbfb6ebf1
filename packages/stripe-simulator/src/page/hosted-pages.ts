import type { CheckoutSession, Invoice, PaymentIntent, PortalSession } from '../world/wire.ts';
import { idOf } from '../world/wire.ts';
import type { World } from '../world/world.ts';
import { type Html, html } from './html.ts';
import { button, dollars, instant, layout } from './layout.ts';

const cards = [
  { name: 'pm_card_visa', label: 'a card that pays (4242)' },
  { name: 'pm_card_chargeDeclined', label: 'a card that is declined (0002)' },
  { name: 'pm_card_visa_chargeDeclinedInsufficientFunds', label: 'one without money (9995)' },
];

/** Cards that can be kept: one of them is declined only when it is charged. */
const keptCards = [
  { name: 'pm_card_visa', label: 'a card that pays (4242)' },
  { name: 'pm_card_mastercard', label: 'another that pays (4444)' },
  { name: 'pm_card_chargeCustomerFail', label: 'one that is declined later (0341)' },
];

function cardChoice(choice: typeof cards): Html {
  const options = choice.map(({ name, label }) => html`<option value="${name}">${label}</option>`);
  return html`<select name="card" aria-label="Card">${options}</select>`;
}

/** Where somebody pays a checkout session, or goes back. */
export function checkoutPage(world: World, session: CheckoutSession, said: string | null): string {
  const { lineItems } = world.tables.checkoutRecords.require(session.id);
  const lines = lineItems.map(
    (line) => html`<p>${line.quantity} × ${line.description}: ${dollars(line.amount_subtotal)}</p>`,
  );
  const mail =
    session.customer === null
      ? html`<input name="email" type="email" aria-label="Mail" value="${session.customer_email ?? 'person@example.com'}">`
      : html``;
  const open = html`${button(`/c/pay/${session.id}`, 'Pay', {}, html`${mail}${cardChoice(cards)}`)}
${session.cancel_url ? html`<p><a href="${session.cancel_url}">Go back without paying</a></p>` : ''}`;
  return sheet(
    `Pay ${dollars(session.amount_total)}`,
    said,
    html`${lines}${session.status === 'open' ? open : html`<p>This session is ${session.status}.</p>`}`,
  );
}

/** Where a customer changes the card, ends a subscription or goes on with it. */
export function portalPage(world: World, session: PortalSession, said: string | null): string {
  const address = `/p/session/${session.id}`;
  const live = world.tables.subscriptions
    .all()
    .filter(({ customer, ended_at }) => customer === session.customer && ended_at === null);
  const rows = live.map(({ id, items, cancel_at }) => {
    const [item] = items.data;
    const until = instant(item?.current_period_end ?? 0);
    const state = cancel_at === null ? `renews ${until}` : `ends ${instant(cancel_at)}`;
    const [label, doing] =
      cancel_at === null ? ['End it then', 'end'] : ['Go on with it', 'resume'];
    return html`<p>${dollars(item?.price.unit_amount)}, ${state}</p>${button(address, label, { doing, id })}`;
  });
  return sheet(
    'Your subscriptions',
    said,
    html`${rows.length > 0 ? rows : html`<p>None that runs.</p>`}
<h2>Card</h2>${button(address, 'Pay with it from now on', { doing: 'card' }, cardChoice(keptCards))}
${session.return_url ? html`<p><a href="${session.return_url}">Go back</a></p>` : ''}`,
  );
}

/** Where somebody pays an invoice. */
export function invoicePage(invoice: Invoice, said: string | null): string {
  const lines = invoice.lines.data.map(
    ({ description, amount }) => html`<p>${description}: ${dollars(amount)}</p>`,
  );
  const pay = button(`/invoices/${invoice.id}`, 'Pay', {}, cardChoice(keptCards));
  return sheet(
    `Invoice ${invoice.number ?? invoice.id}`,
    said,
    html`${lines}<p>Due: ${dollars(invoice.amount_remaining)} (${invoice.status})</p>${invoice.status === 'open' ? pay : ''}`,
  );
}

/** Where a bank asks a person. */
export function authenticationPage(intent: PaymentIntent, said: string | null): string {
  const address = `/authenticate/${intent.id}`;
  const ask = html`${button(address, 'Agree', { agrees: 'yes' })}${button(address, 'Refuse', { agrees: 'no' })}`;
  const isAsked = intent.status === 'requires_action';
  return sheet(
    `Your bank asks: pay ${dollars(intent.amount)}?`,
    said,
    isAsked ? ask : html`<p>The payment is ${intent.status} (${idOf(intent.latest_charge)}).</p>`,
  );
}

/** One sentence, and the way back to the overview. */
export function noticePage(title: string, said: string): string {
  return sheet(title, said, html`<p><a href="/">Overview of the simulator</a></p>`);
}

function sheet(title: string, said: string | null, body: Html): string {
  const notice = said === null ? '' : html`<p class="notice">${said}</p>`;
  return layout(
    title,
    html`<main class="sheet"><h1>${title}</h1>${notice}${body}<p>The Stripe simulator: no real money.</p></main>`,
  );
}
