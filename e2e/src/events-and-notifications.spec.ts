import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { expect } from '@playwright/test';
import { type Purser, signIn, test } from './support/purser.ts';

/** A payment of $30.00 for the package of $10.00, signed as Stripe would. */
async function payWrongly(purser: Purser): Promise<void> {
  const body = JSON.stringify({
    id: 'evt_wrong',
    type: 'payment_intent.succeeded',
    created: Math.floor(Date.now() / 1000),
    livemode: false,
    data: {
      object: {
        id: 'pi_wrong',
        amount: 3_000,
        amount_received: 3_000,
        currency: 'usd',
        metadata: { user_id: 'event-user', package: 'basic' },
      },
    },
  });
  const secret = await purser.run('stripe', 'webhook-secret');
  const at = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
  const answer = await fetch(`${purser.url}/api/v1/webhooks/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${signature}` },
    body,
  });
  expect(answer.status).toBe(200);
}

test('a payment that does not fit its package waits in Pending events, and an operator grants it all the same', async ({
  page,
  purser,
}) => {
  await payWrongly(purser);
  await signIn(page, purser);
  await page.goto(`${purser.url}/events?tab=stripe&state=failed`);
  await expect(page.getByText('These are Stripe’s events')).toBeVisible();
  const row = page.getByRole('row', { name: /evt_wrong/ });
  await expect(row.getByText('The package basic costs $10.00')).toBeVisible();
  await row.getByRole('button', { name: 'payment_intent.succeeded' }).click();
  const panel = page.getByRole('dialog', { name: 'Event' });
  await expect(panel.getByText('"user_id": "event-user"')).toBeVisible();
  await panel.getByRole('button', { name: 'Grant anyway, or try again' }).click();
  const retry = page.getByRole('dialog', { name: 'Try an event again' });
  await retry.getByLabel('Grant the package although another amount was received').check();
  await retry.getByLabel('Reason').fill('The shop had an old price');
  await retry.getByRole('button', { name: 'Try again' }).click();
  await expect(retry).toBeHidden();
  await expect(panel.getByText('applied', { exact: true })).toBeVisible();
  const grants = await purser.get('/api/v1/admin/control-plane/replenishments/user/event-user');
  expect(grants).toMatchObject({ credit_count: 1 });
  await page.goto(`${purser.url}/events?tab=economics`);
  await expect(page.getByText('Nothing is pending')).toBeVisible();
});

test('an endpoint is made, tried out and switched off, and who is told by mail is chosen', async ({
  page,
  purser,
}) => {
  let arrived: (body: unknown) => void = () => {};
  const message = new Promise((resolve) => {
    arrived = resolve;
  });
  const receiver = createServer(async (request, response) => {
    arrived(await json(request));
    response.writeHead(204).end();
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;

  await signIn(page, purser);
  await page.goto(`${purser.url}/notifications?dialog=create`);
  const make = page.getByRole('dialog', { name: 'Make a webhook endpoint' });
  await make.getByLabel('Address').fill(hook);
  await make.getByLabel('project budget').check();
  await make.getByLabel('Reason').fill('For the people on duty');
  await make.getByRole('button', { name: 'Make the endpoint' }).click();
  const shown = page.getByRole('dialog', { name: 'The secret, shown once' });
  await expect(shown.getByText(/^whsec_/)).toBeVisible();
  await shown.getByRole('button', { name: 'I have it' }).click();

  const confirm = async (item: string, title: string, button: string, check?: string) => {
    await page.getByRole('button', { name: `Actions on ${hook}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
    const dialog = page.getByRole('dialog', { name: title });
    if (check !== undefined) await dialog.getByLabel(check).check();
    await dialog.getByLabel('Reason').fill('Trying it out');
    await dialog.getByRole('button', { name: button }).click();
    await expect(dialog).toBeHidden();
  };
  await confirm('Send a test', 'Send a test', 'Send a test');
  const choose = 'Choose the alerts of an endpoint';
  await confirm('Choose its alerts', choose, 'Choose these alerts', 'failed events');
  const row = page.getByRole('row', { name: new RegExp(hook) });
  await expect(row).toContainText('project budget, failed events');
  await confirm('Switch off', 'Switch off an endpoint', 'Switch off');
  await expect(row.getByText('off')).toBeVisible();
  await confirm('Switch on', 'Switch on an endpoint', 'Switch on');
  expect(await message).toMatchObject({ type: 'test' });
  await page.getByRole('link', { name: hook }).click();
  await expect(page.getByText('The receiver answered 204.')).toBeVisible({ timeout: 10_000 });
  receiver.close();

  await page.goto(`${purser.url}/notifications?tab=mail`);
  await page.getByRole('button', { name: 'Choose who is told of project budget' }).click();
  const mail = page.getByRole('dialog', { name: 'Choose who is told by mail' });
  await mail.getByLabel('Addresses').fill('ann@example.test');
  await mail.getByLabel('Reason').fill('Money is hers');
  await mail.getByRole('button', { name: 'Choose' }).click();
  await expect(mail).toBeHidden();
  await expect(page.getByRole('row', { name: /project budget/ })).toContainText('ann@example.test');
});
