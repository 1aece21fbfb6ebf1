import { expect } from '@playwright/test';
import { signIn, test } from './support/purser.ts';

test('an operator makes and changes a plan, and its versions say who, when and why', async ({
  page,
  purser,
}) => {
  await signIn(page, purser);
  await page.goto(`${purser.url}/plans?plan=new`);
  const make = page.getByRole('dialog', { name: 'Make a plan' });
  await make.getByLabel('Id', { exact: true }).fill('studio');
  await make.getByLabel('Name', { exact: true }).fill('Studio');
  await make.getByLabel('Price a month').fill('20');
  await make.getByLabel('Billed by').selectOption('STRIPE');
  await make.getByLabel('Reason').fill('A plan for studios');
  await expect(make.getByRole('button', { name: 'Make Studio' })).toBeDisabled();
  await make.getByLabel('Stripe price id').fill('price_studio');
  await make.getByRole('button', { name: 'Make Studio' }).click();
  await expect(make).toBeHidden();

  await page.goto(`${purser.url}/plans?plan=studio`);
  const change = page.getByRole('dialog', { name: 'Change plan Studio' });
  await change.getByLabel('Price a month').fill('25');
  await change.getByLabel('Active').uncheck();
  await change.getByLabel('Reason').fill('Costs have risen');
  await expect(change.getByText('$25.00').first()).toBeVisible();
  await change.getByRole('button', { name: 'Change Studio' }).click();
  await expect(change).toBeHidden();

  await page.goto(`${purser.url}/plans?planVersions=studio`);
  const versions = page.getByRole('dialog', { name: 'Versions of plan studio' });
  await expect(versions.getByText('Costs have risen')).toBeVisible();
  await expect(versions.getByText('A plan for studios')).toBeVisible();
  const { plans } = await purser.get(
    '/api/v1/admin/control-plane/subscriptions/plans?active_only=false',
  );
  expect(plans).toContainEqual(
    expect.objectContaining({
      plan_id: 'studio',
      stripe_price_id: 'price_studio',
      monthly_price_cents: 2_500,
      active: false,
    }),
  );
});

test('an operator changes a price and the reference price, seeing before and after', async ({
  page,
  purser,
}) => {
  await signIn(page, purser);
  await page.goto(
    `${purser.url}/plans?tab=prices&dialog=change&price=openai&priceModel=gpt-4.1-mini`,
  );
  const price = page.getByRole('dialog', { name: 'Change the price of gpt-4.1-mini' });
  await price.getByLabel('Output: dollars a million').fill('2');
  await price.getByLabel('Reason').fill('New list price');
  await expect(price.getByText('$1.60').first()).toBeVisible();
  await expect(price.getByText('$2.00').first()).toBeVisible();
  await price.getByRole('button', { name: 'Price gpt-4.1-mini' }).click();
  await expect(price).toBeHidden();
  await page.goto(
    `${purser.url}/plans?tab=prices&dialog=versions&price=openai&priceModel=gpt-4.1-mini`,
  );
  await expect(page.getByText('New list price')).toBeVisible();

  await page.goto(`${purser.url}/plans?tab=prices&dialog=reference`);
  const reference = page.getByRole('dialog', { name: 'Change the reference price' });
  await reference.getByLabel('A million tokens').fill('10');
  await reference.getByLabel('Reason').fill('Cheaper words');
  await reference.getByRole('button', { name: 'Set the reference price' }).click();
  await expect(reference).toBeHidden();
  expect(await purser.get('/api/v1/admin/control-plane/economics/reference')).toMatchObject({
    usd_per_token: 0.00001,
  });
});

test('the clock can be advanced where nothing is real, and every page says so', async ({
  page,
  purser,
}) => {
  await signIn(page, purser);
  await page.goto(`${purser.url}/settings?dialog=clock`);
  const clock = page.getByRole('dialog', { name: 'Move the project’s clock' });
  await clock.getByLabel('By', { exact: true }).fill('31d');
  await clock.getByLabel('Reason').fill('A month passes');
  await clock.getByRole('button', { name: 'Advance the clock' }).click();
  await expect(clock).toBeHidden();
  await page.goto(`${purser.url}/users`);
  await expect(page.getByText(/clock runs 31 d ahead of real time/)).toBeVisible();
  const { offset_ms: offsetMs } = await purser.get('/api/v1/admin/clock');
  expect(Math.round(Number(offsetMs) / 86_400_000)).toBe(31);
});
