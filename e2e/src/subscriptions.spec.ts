import { expect, type Page } from '@playwright/test';
import { type Purser, signIn, test } from './support/purser.ts';

const controlPlane = '/api/v1/admin/control-plane';

test.beforeAll(async ({ purser }) => {
  const plans = { basic: 999, pro: 1999 };
  for (const [plan_id, monthly_price_cents] of Object.entries(plans)) {
    await purser.post(`${controlPlane}/subscriptions/plans`, { plan_id, monthly_price_cents });
  }
});

test('a person does every card about subscriptions, and page and API agree to the micro-dollar', async ({
  page,
  purser,
}) => {
  test.setTimeout(180_000);
  const user = 'subscriber';
  await signIn(page, purser);

  // Card Create Subscription.
  await page.goto(`${purser.url}/subscriptions`);
  await expect(page.getByText('Nobody is subscribed yet')).toBeVisible();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  const create = page.getByRole('dialog', { name: 'Create a subscription' });
  await create.getByLabel('User id').fill(user);
  await create.getByLabel('Plan').selectOption('basic');
  await confirm(create, 'Subscribe to basic');

  // Card Lookup Subscription, with the period's balance.
  await page.getByRole('link', { name: user }).click();
  await expect(page.getByRole('button', { name: 'Renew now' })).toBeVisible();
  await agrees(page, purser, user, { balance_usd: 9.99 });

  // Card Subscription Balance Admin: once per period, unless forced.
  await topUp(page, '5.000001');
  await agrees(page, purser, user, { balance_usd: 14.990001, topup_usd: 14.990001 });
  const refused = await openDialog(page, 'Top up', 'Top up the period');
  await refused.getByLabel('Amount').fill('1');
  await expect(refused.getByRole('alert')).toBeVisible();
  await refused.getByLabel('Also if this period').check();
  await confirm(refused, 'Top up $1.00');
  await agrees(page, purser, user, { balance_usd: 15.990001 });

  // Its second form: the overdraft; unlimited is chosen in words.
  const overdraft = await openDialog(page, 'Set overdraft', 'Set the overdraft');
  await overdraft.getByLabel('Without a limit').check();
  await confirm(overdraft, 'Allow any overdraft');
  await agrees(page, purser, user, { overdraft_limit_usd: null });
  const bounded = await openDialog(page, 'Set overdraft', 'Set the overdraft');
  await bounded.getByLabel('Up to an amount').check();
  await bounded.getByLabel('Up to', { exact: true }).fill('2.50');
  await confirm(bounded, 'Allow $2.50 of overdraft');
  await agrees(page, purser, user, { overdraft_limit_usd: 2.5 });

  // A turn is paid from the period, and the page shows which movement that was.
  await purser.post('/api/v1/turns', { turn_id: 'paid', user_id: user, estimate_tokens: 10_000 });
  await purser.post('/api/v1/turns/paid/settle', { cost_usd: '0.123457' });
  await page.reload();
  await agrees(page, purser, user, { balance_usd: 15.866544, spent_usd: 0.123457 });
  await page.getByRole('button', { name: 'show me' }).click();
  const movements = page.getByRole('list', { name: 'Movements of the period' });
  await expect(movements.locator('data[value="-0.123457"]')).toBeVisible();

  // Change plan: the preview says the difference before anything moves.
  const change = await openDialog(page, 'Change plan', 'Change plan');
  await change.getByLabel('New plan').selectOption('pro');
  await confirm(change, 'Change to pro');
  const upgraded = await balanceOf(purser, user);
  expect(upgraded).toMatchObject({ plan_id: 'pro' });
  expect(Number(upgraded.topup_usd)).toBeGreaterThan(15.990001);
  await agrees(page, purser, user, {});

  // Button Renew now: what is left goes to the project, once.
  const left = Number(upgraded.balance_usd);
  const before = await projectBalance(purser);
  const renew = await openDialog(page, 'Renew now', 'Renew now');
  await confirm(renew, 'Renew for $19.99');
  await agrees(page, purser, user, { balance_usd: 19.99 });
  expect(await projectBalance(purser)).toBeCloseTo(before + left, 6);

  // Card Cancel: with the period, taken back, then now.
  const later = await openDialog(page, 'Cancel', 'Cancel the subscription');
  await confirm(later, 'Cancel at the period’s end');
  const resume = await openDialog(page, 'Resume', 'Resume the subscription');
  await confirm(resume, 'Resume the subscription');
  const now = await openDialog(page, 'Cancel', 'Cancel the subscription');
  await now.getByLabel(/^Now/).check();
  await confirm(now, 'Cancel now');
  await expect(page.getByRole('button', { name: 'Create a new one' })).toBeVisible();
  expect(await projectBalance(purser)).toBeCloseTo(before + left + 19.99, 6);
});

test('sweep and reap run from the page for everybody and for one user', async ({
  page,
  purser,
}) => {
  const user = 'swept';
  await purser.post(`${controlPlane}/subscriptions/create`, { user_id: user, plan_id: 'basic' });
  await signIn(page, purser);
  await page.goto(`${purser.url}/subscriptions`);
  for (const [item, title] of [
    ['Sweep ended periods', 'Sweep ended periods'],
    ['Reap expired holds', 'Reap expired holds'],
  ] as const) {
    await page.getByRole('button', { name: 'Upkeep' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    const dialog = page.getByRole('dialog', { name: title });
    await expect(dialog.getByText(/everybody in project/)).toBeVisible();
    await confirm(dialog, title);
  }
  // Card Lookup Subscription, by the user's id.
  await page.getByLabel('Find by user id').fill(user);
  await page.getByRole('link', { name: user }).click();
  await expect(page.locator('data[value="9.99"]').first()).toBeVisible();
  await page.goto(`${purser.url}/users/${user}?tab=subscription`);
  const one = await openDialog(page, 'Sweep', 'Sweep ended periods');
  await confirm(one, 'Sweep ended periods');
  await page.getByRole('button', { name: 'show me' }).click();
  const reap = await openDialog(page, 'Reap holds', 'Reap expired holds');
  await reap.getByLabel('Only holds on the period').check();
  await confirm(reap, 'Reap expired holds');
  await agrees(page, purser, user, { balance_usd: 9.99 });
});

type Dialog = ReturnType<Page['getByRole']>;

async function openDialog(page: Page, button: string, title: string): Promise<Dialog> {
  await page.getByRole('button', { name: button, exact: true }).click();
  return page.getByRole('dialog', { name: title });
}

/** Waits for the server's preview, gives a reason, and confirms by the button that repeats the verb. */
async function confirm(dialog: Dialog, button: string): Promise<void> {
  await dialog.getByLabel('Reason').fill('End-to-end test');
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await expect(dialog).toBeHidden();
}

async function topUp(page: Page, amount: string): Promise<void> {
  const dialog = await openDialog(page, 'Top up', 'Top up the period');
  await dialog.getByLabel('Amount').fill(amount);
  await confirm(dialog, `Top up $${amount}`);
}

async function balanceOf({ get }: Purser, user: string): Promise<Record<string, unknown>> {
  const { subscription_balance } = await get(`${controlPlane}/subscriptions/user/${user}`);
  return subscription_balance as Record<string, unknown>;
}

async function projectBalance({ get }: Purser): Promise<number> {
  const { balance } = await get(`${controlPlane}/app-budget/balance`);
  return (balance as { balance_usd: number }).balance_usd;
}

/** The numbers of REST, of GraphQL and on the page are one and the same. */
async function agrees(
  page: Page,
  purser: Purser,
  user: string,
  expected: Record<string, unknown>,
): Promise<void> {
  const rest = await balanceOf(purser, user);
  expect(rest).toMatchObject(expected);
  const { user: shown } = (await purser.graphql(
    'query ($user: String!) { user(userId: $user) { subscription { period { balanceUsd toppedUpUsd spentUsd } } } }',
    { user },
  )) as { user: { subscription: { period: Record<string, string> } } };
  const { balanceUsd, toppedUpUsd, spentUsd } = shown.subscription.period;
  expect([balanceUsd, toppedUpUsd, spentUsd].map(Number)).toEqual([
    rest.balance_usd,
    rest.topup_usd,
    rest.spent_usd,
  ]);
  await expect(page.locator(`data[value="${balanceUsd}"]`).first()).toBeVisible();
}
