import type { Control } from '../control/control.ts';
import type { Form } from '../http/form.ts';
import type { World } from '../world/world.ts';
import { authenticationPage, checkoutPage, invoicePage, portalPage } from './hosted-pages.ts';

export type HostedForm = {
  readonly path: string;
  readonly show: (id: string, said: string | null) => string;
  /** Does what was asked and says what to show, or where to go next. */
  readonly submit: (id: string, form: Form) => string | { readonly goTo: string };
};

/** The pages that customers see, and what their buttons do. */
export function hostedForms(world: World, control: Control): readonly HostedForm[] {
  const { tables } = world;
  const checkout = (id: string, said: string | null) =>
    checkoutPage(world, tables.checkoutSessions.require(id), said);
  const portal = (id: string, said: string | null) =>
    portalPage(world, tables.portalSessions.require(id), said);
  const invoice = (id: string, said: string | null) =>
    invoicePage(world, tables.invoices.require(id), said);
  const authentication = (id: string, said: string | null) =>
    authenticationPage(world, tables.paymentIntents.require(id), said);
  return [
    {
      path: '/c/pay/:id',
      show: checkout,
      submit: (id, form) => {
        const { success_url } = control.completeCheckout(
          id,
          textOf(form, 'card'),
          textOf(form, 'email'),
        );
        const goTo = success_url?.replace('{CHECKOUT_SESSION_ID}', id);
        return goTo === undefined ? checkout(id, 'Paid.') : { goTo };
      },
    },
    {
      path: '/p/session/:id',
      show: portal,
      submit: (id, form) => {
        const { customer } = tables.portalSessions.require(id);
        return portal(id, usePortal(world, control, customer, form));
      },
    },
    {
      path: '/invoices/:id',
      show: invoice,
      submit: (id, form) => {
        control.payInvoice(id, textOf(form, 'card'));
        return invoice(id, 'Paid.');
      },
    },
    {
      path: '/authenticate/:id',
      show: authentication,
      submit: (id, form) => {
        const { status } = control.authenticate(id, textOf(form, 'agrees') === 'yes');
        return authentication(id, status === 'succeeded' ? 'Paid.' : 'Refused.');
      },
    },
  ];
}

/** A customer changes what is the customer's own. */
function usePortal(world: World, control: Control, customer: string, form: Form): string {
  const doing = textOf(form, 'doing');
  if (doing === 'card') {
    control.changeCard(customer, textOf(form, 'card') ?? 'pm_card_visa');
    return 'The card is changed.';
  }
  const subscription = world.tables.subscriptions.refer(textOf(form, 'id') ?? '', 'id');
  if (subscription.customer !== customer || subscription.ended_at !== null)
    return 'It is not yours.';
  control.endAtPeriodEnd(subscription.id, doing === 'end');
  return doing === 'end' ? 'It will end.' : 'It goes on.';
}

function textOf(form: Form, name: string): string | undefined {
  const value = form[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
