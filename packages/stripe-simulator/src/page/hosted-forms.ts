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
  return [
    checkoutForm(world, control),
    portalForm(world, control),
    invoiceForm(world, control),
    authenticationForm(world, control),
  ];
}

function checkoutForm(world: World, control: Control): HostedForm {
  const show = (id: string, said: string | null) =>
    checkoutPage(world, world.tables.checkoutSessions.require(id), said);
  return {
    path: '/c/pay/:id',
    show,
    submit: (id, form) => {
      const [card, email] = [textOf(form, 'card'), textOf(form, 'email')];
      const { success_url } = control.completeCheckout(id, card, email);
      const goTo = success_url?.replace('{CHECKOUT_SESSION_ID}', id);
      return goTo === undefined ? show(id, 'Paid.') : { goTo };
    },
  };
}

function portalForm(world: World, control: Control): HostedForm {
  const sessionOf = (id: string) => world.tables.portalSessions.require(id);
  return {
    path: '/p/session/:id',
    show: (id, said) => portalPage(world, sessionOf(id), said),
    submit: (id, form) => {
      const said = usePortal(world, control, sessionOf(id).customer, form);
      return portalPage(world, sessionOf(id), said);
    },
  };
}

function invoiceForm(world: World, control: Control): HostedForm {
  const show = (id: string, said: string | null) =>
    invoicePage(world.tables.invoices.require(id), said);
  return {
    path: '/invoices/:id',
    show,
    submit: (id, form) => {
      control.payInvoice(id, textOf(form, 'card'));
      return show(id, 'Paid.');
    },
  };
}

function authenticationForm(world: World, control: Control): HostedForm {
  const show = (id: string, said: string | null) =>
    authenticationPage(world.tables.paymentIntents.require(id), said);
  return {
    path: '/authenticate/:id',
    show,
    submit: (id, form) => {
      const { status } = control.authenticate(id, textOf(form, 'agrees') === 'yes');
      return show(id, status === 'succeeded' ? 'Paid.' : 'Refused.');
    },
  };
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
