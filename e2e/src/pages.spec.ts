import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { follow, type Purser, signIn, test } from './support/purser.ts';

/** Every page by its link, and what stands on it once its data has come. */
const pages: readonly (readonly [path: string, shown: string])[] = [
  ['/', 'Project budget left'],
  ['/?show=ending', 'What ends'],
  ['/?show=revenue', 'Credits stand in the'],
  ['/users', 'somebody'],
  ['/users/somebody', 'Who pays, in this order'],
  ['/users/somebody?bundle=codegen', 'for turns in'],
  ['/users/somebody?tab=turns', 'Why, or with whom'],
  ['/users/somebody?tab=subscription', 'No subscription'],
  ['/users/somebody?tab=wallet', 'Movements'],
  ['/turns', 'somebody'],
  ['/turns?tab=denials', 'Why'],
  ['/turns/seen', 'From decision to settlement'],
  ['/subscriptions', 'Upkeep'],
  ['/wallets', 'Ends next'],
  ['/subscriptions?dialog=create', 'Create a subscription'],
  ['/plans', 'Free'],
  ['/plans?tab=quota', 'Requests in all'],
  ['/plans?tab=prices', 'Hold floors of bundles'],
  ['/budgets', 'How the balance comes about'],
  ['/budgets?tab=providers', 'This month'],
  ['/budgets?tab=absorption', 'the last 30 days, UTC'],
  ['/ledger', 'project budget'],
  ['/jobs', 'verify-ledger'],
  ['/audit', 'To what'],
  ['/events', 'Nothing is pending'],
  ['/events?tab=stripe', 'These are Stripe’s events'],
  ['/stripe', 'No request is pending'],
  ['/stripe?tab=events', 'No event of Stripe'],
  ['/stripe?tab=payments', 'No payment yet'],
  ['/stripe?tab=billing', 'No invoice yet'],
  ['/stripe?tab=reconcile', 'How it stands'],
  ['/users/somebody?tab=wallet&dialog=refund', 'In whole cents'],
  ['/notifications', 'No endpoint yet'],
  ['/notifications?tab=deliveries', 'No alert was handed on'],
  ['/notifications?tab=mail', 'project budget'],
  ['/tenants', 'Seen Ltd'],
  ['/settings', 'Service keys'],
];

/** What has no figure while nobody is subscribed, nothing was absorbed, and nobody is to be told of anything. */
const withoutFigures = new Set([
  '/users/somebody?tab=subscription',
  '/subscriptions',
  '/subscriptions?dialog=create',
  '/budgets?tab=absorption',
  '/events',
  '/events?tab=stripe',
  '/users/somebody?tab=wallet&dialog=refund',
  '/notifications',
  '/notifications?tab=deliveries',
]);

const smallScreen = { width: 360, height: 740 };
const largeScreen = { width: 1280, height: 720 };

test('every page in light and in dark has no accessibility fault, fits a screen of 360 px, and shows the query of its figures', async ({
  page,
  purser,
}) => {
  test.setTimeout(300_000);
  await purser.post('/api/v1/admin/control-plane/app-budget/topup', { usd_amount: 5 });
  await purser.graphql(
    `mutation { addWalletCredits(input: { userId: "somebody", amountUsd: "5", expiresInDays: 3, reason: "A gift" }) { __typename } }`,
  );
  await purser.post('/api/v1/turns', { turn_id: 'seen', user_id: 'somebody' });
  await purser.post('/api/v1/turns', {
    turn_id: 'denied',
    user_id: 'somebody',
    estimate_tokens: 1_000_000_000,
  });
  const { createTenant } = (await purser.graphql(
    `mutation { createTenant(input: { name: "Seen Ltd", reason: "A customer" }) {
      ... on CreateTenantPayload { tenant { tenantId } } } }`,
  )) as { createTenant: { tenant: { tenantId: string } } };
  const tenantPage = [`/tenants/${createTenant.tenant.tenantId}`, 'of the current period'] as const;
  await signIn(page, purser);
  await page.goto(`${purser.url}/audit`);
  for (const [path, shown] of [...pages, tenantPage]) {
    await looksRight(page, path, shown);
    if (!withoutFigures.has(path)) await showsItsQueries(page, purser, path);
  }
});

/** Every query that a page says is behind its figures is answered by the API as it stands there. */
async function showsItsQueries(page: Page, purser: Purser, path: string): Promise<void> {
  const queries = await page.locator('details').evaluateAll((all) =>
    all.map((one) => ({
      text: one.querySelector('section')?.textContent ?? '',
      variables: one.querySelector('code')?.title ?? '{}',
    })),
  );
  expect.soft(queries.length, `${path} names its query`).toBeGreaterThan(0);
  for (const { text, variables } of queries) await purser.graphql(text, JSON.parse(variables));
}

async function looksRight(page: Page, path: string, shown: string): Promise<void> {
  await inTheme(page, 'light');
  await page.setViewportSize(largeScreen);
  await follow(page, path);
  await expect(page.getByText(shown).filter({ visible: true }).first()).toBeVisible();
  await expect(page.getByLabel('Loading')).toHaveCount(0);
  const light = await faultsOf(page, (axe) =>
    axe.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']),
  );
  expect.soft(light, `${path} in light`).toEqual([]);
  // Another theme has other colours and nothing else.
  await inTheme(page, 'dark');
  const dark = await faultsOf(page, (axe) =>
    axe.withRules(['color-contrast', 'link-in-text-block']),
  );
  expect.soft(dark, `${path} in dark`).toEqual([]);
  await page.setViewportSize(smallScreen);
  // A chart is drawn anew once it has been told its width.
  await expect
    .soft(page.locator('html'), `${path} at 360 px`)
    .toHaveJSProperty('scrollWidth', smallScreen.width);
  for (const tab of await page.getByRole('tab', { selected: true }).all())
    await expect.soft(tab, `the open tab of ${path} at 360 px`).toBeInViewport({ ratio: 0.99 });
}

/** Changes the theme and waits until no colour is on its way any more. */
async function inTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
  await page.evaluate(async () => {
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });
}

/** What axe finds; the page has no frames, so it need not open another page to join what it found in each. */
async function faultsOf(
  page: Page,
  rules: (axe: AxeBuilder) => AxeBuilder,
): Promise<readonly string[]> {
  const { violations } = await rules(new AxeBuilder({ page }).setLegacyMode(true)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
