import { expect } from '@playwright/test';
import { signIn, test } from './support/purser.ts';

test('an operator makes a tenant, gives it a larger plan and more bandwidth, takes that back, and the API says the same', async ({
  page,
  purser,
}) => {
  await signIn(page, purser);
  await page.goto(`${purser.url}/tenants`);
  const confirm = async (open: string, title: string, fill: Record<string, string>) => {
    await page.getByRole('button', { name: open, exact: true }).click();
    const dialog = page.getByRole('dialog', { name: title });
    const { Plan: plan, ...texts } = fill;
    if (plan !== undefined) await dialog.getByLabel('Plan').selectOption(plan);
    for (const [label, text] of Object.entries(texts)) await dialog.getByLabel(label).fill(text);
    return dialog;
  };

  const make = await confirm('Make a tenant', 'Make a tenant', {
    Name: 'Harbour Ltd',
    Plan: 'free',
    Reason: 'A customer',
  });
  await make.getByRole('button', { name: 'Make tenant “Harbour Ltd”' }).click();
  await expect(make).toBeHidden();
  await page.getByRole('link', { name: 'Harbour Ltd' }).click();
  await expect(page.getByText('No data plane has asked for a lease')).toBeVisible();

  const change = await confirm('Change plan', 'Change the plan of a tenant', {
    Plan: 'pro',
    Reason: 'They grew',
  });
  await expect(change.getByRole('row', { name: /^Plan/ })).toContainText('free');
  await change.getByRole('button', { name: 'Change the plan to pro' }).click();
  await expect(change).toBeHidden();

  const override = await confirm('Override a quota', 'Override a quota', {
    Amount: '5',
    Reason: 'A launch',
  });
  await override.getByRole('button', { name: 'Add to the quota' }).click();
  await expect(override).toBeHidden();
  await expect(page.getByText('+ 5 GiB')).toBeVisible();

  const tenantId = new URL(page.url()).pathname.split('/').at(-1);
  const question =
    'query ($id: ID!) { tenant(tenantId: $id) { planId quotas { dimension limit } } }';
  expect(await purser.graphql(question, { id: tenantId })).toMatchObject({
    tenant: {
      planId: 'pro',
      // 100 GiB of the plan and 5 on top.
      quotas: expect.arrayContaining([{ dimension: 'BANDWIDTH', limit: `${105n * 1024n ** 3n}` }]),
    },
  });

  const end = await confirm('End', 'End an override', { Reason: 'The launch is over' });
  await end.getByRole('button', { name: 'End the override' }).click();
  await expect(end).toBeHidden();
  await expect(page.getByText('0 B of 100 GiB')).toBeVisible();
});

test('an operator rotates a key of a tenant: its successor is shown once, and both work for a while', async ({
  page,
  purser,
}) => {
  const { createApiKey } = (await purser.graphql(
    `mutation { createApiKey(input: { name: "edge", reason: "A data plane" }) {
      ... on CreateApiKeyPayload { apiKey { prefix } } } }`,
  )) as { createApiKey: { apiKey: { prefix: string } } };
  await signIn(page, purser);
  await page.goto(`${purser.url}/tenants?q=home`);
  await page.getByRole('link', { name: 'Home' }).click();
  const before = page.getByRole('row', { name: createApiKey.apiKey.prefix });
  await before.getByRole('button', { name: 'Rotate' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rotate an API key' });
  await dialog.getByLabel('The present key works on').selectOption('for an hour');
  await dialog.getByLabel('Reason').fill('Somebody left');
  await expect(dialog.getByRole('row', { name: /present key works until/i })).toContainText('UTC');
  await dialog.getByRole('button', { name: 'Rotate the key' }).click();
  const shown = page.getByRole('dialog', { name: 'The new key, shown once' });
  await expect(shown.getByText(/^pxl8_/)).toBeVisible();
  await shown.getByRole('button', { name: 'I have it' }).click();
  await expect(page.getByRole('row', { name: /^edge/ })).toHaveCount(2);
  await expect(before).toContainText('active');
  await expect(before).toContainText('in 60 min');
  // A key has one successor: that is the one to rotate next.
  await expect(before.getByRole('button', { name: 'Rotate' })).toBeHidden();
});
