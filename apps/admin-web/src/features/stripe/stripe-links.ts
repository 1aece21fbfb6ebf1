/** Where Stripe's dashboard shows what an id begins with; the rest is found by its search. */
const pages: Readonly<Record<string, string>> = {
  pi: 'payments',
  ch: 'payments',
  cus: 'customers',
  sub: 'subscriptions',
  in: 'invoices',
  dp: 'disputes',
  du: 'disputes',
  evt: 'events',
  price: 'prices',
};

export type StripePlace = {
  readonly mode: 'LIVE' | 'TEST' | 'SIMULATOR' | 'NONE';
  readonly dashboardUrl: string | null;
};

/** The page of one of Stripe's objects; the simulator has one page for all of them. */
export function stripeLink({ mode, dashboardUrl }: StripePlace, id: string): string | null {
  if (dashboardUrl === null || mode === 'NONE') return null;
  if (mode === 'SIMULATOR') return dashboardUrl;
  const page = pages[id.slice(0, id.indexOf('_'))];
  const path = page === undefined ? `search?query=${encodeURIComponent(id)}` : `${page}/${id}`;
  return new URL(path, dashboardUrl).href;
}
