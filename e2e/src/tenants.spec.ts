import { expect } from '@playwright/test';
import { signIn, test } from './support/purser.ts';

test('an operator makes a tenant, gives it a larger plan and more bandwidth, and the API says the same', async ({
  page,
  purser,
}) => {
  await signIn(page, purser);
  await page.goto(`${purser.url}/tenants`);
  const confirm = async (open: string, title: string, fill: Record<string, string>) => {
    await page.getByRole('button', { name: open }).click();
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
});
