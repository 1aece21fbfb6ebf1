import { expect, type Page } from '@playwright/test';
import { type Purser, signIn, test } from './support/purser.ts';
import { simulatorOf } from './support/simulator.ts';

test.use({ serverOf: 'stripe' });

type Dialog = ReturnType<Page['getByRole']>;

/** Waits for the server's preview, gives a reason, and confirms by the button that repeats the verb. */
async function confirm(dialog: Dialog, button: string): Promise<void> {
  await dialog.getByLabel('Reason').fill('End-to-end test');
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** Reads the page anew until Stripe's webhook has come in. */
async function shows(page: Page, what: () => Dialog): Promise<void> {
  await expect(async () => {
    await page.reload();
    await expect(what()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
}

test('a package and credits are paid at Stripe and arrive; a part is paid back, which is pending until Stripe has decided', async ({
  page,
  purser,
}) => {
  const user = 'buyer';
  const sim = await simulatorOf(purser);
  await signIn(page, purser);

  // A package, paid on the simulator's own page.
  await purser.post('/api/create-payment-intent', {
    user_id: user,
    package: 'basic',
    amount: 1000,
  });
  await page.goto(`${purser.url}/stripe`);
  const mode = page.getByRole('region', { name: 'Which Stripe this is' });
  await expect(mode).toContainText('Simulator');
  await expect(mode.getByRole('link', { name: 'Open the simulator' })).toHaveAttribute(
    'href',
    sim.url,
  );
  await page.goto(sim.url);
  await page.getByRole('button', { name: 'Pay', exact: true }).click();
  await page.goto(`${purser.url}/users/${user}?tab=grants`);
  await shows(page, () => page.getByText('Package basic'));

  // Credits, by a link to a Checkout.
  await page.goto(`${purser.url}/users/${user}?tab=wallet&dialog=checkout-link`);
  const checkout = page.getByRole('dialog', { name: 'Link to a Checkout for credits' });
  await checkout.getByLabel('Credits').fill('20');
  await checkout.getByLabel('Reason').fill('End-to-end test');
  await checkout.getByRole('button', { name: 'Make a link to buy $20.00' }).click();
  const link = page.getByRole('dialog', { name: 'The link' });
  const address = (await link.locator('code').last().textContent()) ?? '';
  expect(address).toContain(`${sim.url}/c/pay/`);
  // Stripe will keep a refund to this card pending.
  await sim.do('complete-checkout', {
    id: address.split('/').at(-1),
    card: 'pm_card_pendingRefund',
  });
  await page.goto(`${purser.url}/users/${user}?tab=wallet`);
  await shows(page, () => page.getByRole('row', { name: /pi_.*credits/ }));
  await expect(page.locator('data[value="20.00"]').first()).toBeVisible();

  // Card Wallet Refund: a part, whose amount was all of it at first.
  const payment = page.getByRole('row', { name: /pi_.*credits/ });
  await payment.getByRole('button', { name: 'Refund' }).click();
  const refund = page.getByRole('dialog', { name: 'Refund a payment' });
  await expect(refund.getByLabel('Amount')).toHaveValue('20.00');
  await refund.getByLabel('Amount').fill('5.25');
  await expect(refund.getByRole('row', { name: /of this payment/ })).toContainText('$14.75');
  await confirm(refund, 'Refund $5.25');
  await expect(payment.getByRole('button', { name: /refund requested/ })).toBeDisabled();
  const waiting = page.getByRole('list', { name: 'At Stripe' });
  await expect(waiting).toContainText('processing');
  expect(await walletOf(purser, user)).toMatchObject({ availableUsd: '14.75', heldUsd: '5.25' });

  // Its timeline names the refund at Stripe, which then decides.
  await page.goto(`${purser.url}/stripe`);
  await page.getByRole('button', { name: 'Refund' }).click();
  const panel = page.getByRole('dialog', { name: 'Request to Stripe' });
  const steps = panel.getByRole('list', { name: 'How far it has come' });
  await expect(steps).toContainText('Not decided yet');
  const refundId = (await steps.locator('code').getAttribute('title')) ?? '';
  await sim.do('settle-refund', { id: refundId, end: 'succeeded' });
  await shows(page, () => steps.getByText('Settled'));
  await page.goto(`${purser.url}/users/${user}?tab=wallet`);
  await expect(page.getByRole('row', { name: new RegExp(refundId.slice(-4)) })).toContainText(
    'succeeded',
  );
  await expect(payment.getByRole('button', { name: 'Refund' })).toBeEnabled();
  expect(await walletOf(purser, user)).toMatchObject({ availableUsd: '14.75', heldUsd: '0.00' });
});

test('reconcile settles a refund whose answer and webhook were lost, and an event shows what it changed', async ({
  page,
  purser,
}) => {
  const user = 'lost';
  const sim = await simulatorOf(purser);
  await signIn(page, purser);
  const { payment_intent_id } = await purser.post('/api/create-payment-intent', {
    user_id: user,
    purpose: 'wallet_topup',
    amount: 800,
  });
  await sim.do('pay-intent', { id: payment_intent_id });
  await page.goto(`${purser.url}/users/${user}?tab=wallet&dialog=refund`);
  await shows(page, () => page.getByRole('button', { name: 'Refund $8.00' }));

  // Stripe does it and its answer is lost; so is what it tells of it.
  await sim.do('hold-webhooks');
  await sim.do('fail-requests', {
    method: 'POST',
    path: '/v1/refunds',
    times: 20,
    when: 'after',
    answer: 500,
  });
  await confirm(page.getByRole('dialog', { name: 'Refund a payment' }), 'Refund $8.00');
  await expect(page.getByRole('list', { name: 'At Stripe' })).toContainText('not answered');
  await sim.do('clear-request-faults');

  // Card Reconcile Stripe Requests, and card Pending Stripe Requests before and after.
  await page.goto(`${purser.url}/stripe`);
  const row = page.getByRole('row', { name: new RegExp(`Refund.*${user}`) });
  await expect(row.getByRole('button', { name: 'Check now' })).toBeVisible();
  await page.getByRole('tab', { name: 'Reconcile' }).click();
  await page.getByRole('button', { name: 'Reconcile now' }).click();
  await confirm(page.getByRole('dialog', { name: 'Reconcile with Stripe' }), 'Reconcile now');
  await expect(page.getByRole('region', { name: 'What came of it' })).toContainText(
    '1 request was asked: 1 applied, 0 failed, 0 still pending.',
  );
  expect(await walletOf(purser, user)).toMatchObject({ availableUsd: '0.00', heldUsd: '0.00' });
  await page.getByRole('tab', { name: 'Pending' }).click();
  await expect(row).toBeHidden();
  await sim.do('release-webhooks');

  await page.getByRole('tab', { name: 'Events' }).click();
  await page.getByLabel('User', { exact: true }).fill(user);
  await page.getByRole('button', { name: 'payment_intent.succeeded' }).first().click();
  const event = page.getByRole('dialog', { name: 'Event' });
  await expect(
    event.getByRole('list', { name: 'Transfers of the event' }).locator('data[value="8.00"]'),
  ).toBeVisible();
});

test('a user is subscribed at Stripe, pays the invoice, and the subscription ends with its period', async ({
  page,
  purser,
}) => {
  const user = 'member';
  const sim = await simulatorOf(purser);
  await sim.do('ensure-price', {
    id: 'price_member',
    productName: 'Member',
    unitAmount: 1500,
    interval: 'month',
  });
  await purser.post('/api/v1/admin/control-plane/subscriptions/plans', {
    plan_id: 'member',
    monthly_price_cents: 1500,
    provider: 'stripe',
    stripe_price_id: 'price_member',
  });
  await signIn(page, purser);

  // Card Create Subscription, provider Stripe.
  await page.goto(`${purser.url}/subscriptions?dialog=create`);
  const create = page.getByRole('dialog', { name: 'Create a subscription' });
  await create.getByLabel('User id').fill(user);
  await create.getByLabel('Plan').selectOption('member');
  await create.getByLabel('Stripe price').fill('price_member');
  await confirm(create, 'Subscribe to member');

  // Its first invoice waits for a card, and is paid on Stripe's page.
  await page.goto(`${purser.url}/stripe?tab=billing`);
  await shows(page, () => page.getByRole('link', { name: 'Page to pay it' }));
  const hosted = await page.getByRole('link', { name: 'Page to pay it' }).getAttribute('href');
  await page.goto(hosted ?? '');
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.goto(`${purser.url}/users/${user}?tab=subscription`);
  await shows(page, () => page.locator('data[value="15.00"]').first());
  await expect(page.getByText('active', { exact: true }).first()).toBeVisible();

  // Card Cancel Stripe Subscription: with its period, the balance usable until then; and back.
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  const cancel = page.getByRole('dialog', { name: 'Cancel the subscription' });
  await expect(cancel.getByLabel(/^Now/)).toBeDisabled();
  await confirm(cancel, 'Cancel at the period’s end');
  await shows(page, () => page.getByText('ending', { exact: true }).first());
  await expect(page.locator('data[value="15.00"]').first()).toBeVisible();
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await confirm(
    page.getByRole('dialog', { name: 'Resume the subscription' }),
    'Resume the subscription',
  );
  await shows(page, () => page.getByText('active', { exact: true }).first());

  // A link to Stripe's portal.
  await page.goto(`${purser.url}/users/${user}?dialog=portal-link`);
  const portal = page.getByRole('dialog', { name: 'Link to Stripe’s portal' });
  await portal.getByLabel('Reason').fill('End-to-end test');
  await portal.getByRole('button', { name: 'Make the link' }).click();
  const made = page.getByRole('dialog', { name: 'The link' }).locator('code').last();
  await expect(made).toContainText(`${sim.url}/p/session/`);
  const address = (await made.textContent()) ?? '';

  // What happens there and is not told is found by comparing, and taken over.
  await sim.do('hold-webhooks');
  await page.goto(address);
  await page.getByRole('button', { name: 'End it then' }).click();
  await page.goto(`${purser.url}/stripe?tab=reconcile`);
  await page.getByRole('button', { name: 'Compare now' }).click();
  await page.getByRole('button', { name: 'Fix' }).first().click();
  await confirm(page.getByRole('dialog', { name: 'Take over what Stripe has' }), 'Take it over');
  await expect(page.getByText('Nothing differs')).toBeVisible();
  await page.goto(`${purser.url}/users/${user}?tab=subscription`);
  await expect(page.getByText('ending', { exact: true }).first()).toBeVisible();
  await sim.do('release-webhooks');
});

async function walletOf(purser: Purser, userId: string): Promise<Record<string, string>> {
  const { user } = (await purser.graphql(
    'query($id: String!) { user(userId: $id) { wallet { availableUsd heldUsd } } }',
    { id: userId },
  )) as { user: { wallet: Record<string, string> } };
  return user.wallet;
}
