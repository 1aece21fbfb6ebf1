import { z } from 'zod';
import { text } from '../http/form.ts';
import { post, type Route } from '../http/route.ts';

const creation = {
  customer: text,
  return_url: z.url({ protocol: /^https?$/, message: 'Not a valid URL' }).optional(),
  locale: text.optional(),
};

/** Links to the page on which a customer changes the card, ends a subscription or goes on with it. */
export const portalRoutes: readonly Route[] = [
  post('/v1/billing_portal/sessions', creation, (input, { world }) => {
    world.tables.customers.refer(input.customer, 'customer');
    const id = world.ids.next('bps_1');
    return world.tables.portalSessions.put({
      id,
      object: 'billing_portal.session',
      configuration: 'bpc_1SimulatorDefault',
      created: world.seconds(),
      customer: input.customer,
      customer_account: null,
      flow: null,
      livemode: false,
      locale: null,
      on_behalf_of: null,
      return_url: input.return_url ?? null,
      url: `${world.url}/p/session/${id}`,
    });
  }),
];
