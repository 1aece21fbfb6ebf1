import { expect } from '@playwright/test';
import { type Purser, signIn, test } from './support/purser.ts';

const controlPlane = '/api/v1/admin/control-plane';

test('an operator sees every wallet with what is left of it, and what ends soon, as the API says it', async ({
  page,
  purser,
}) => {
  await credit(purser, 'saver', 8.000001);
  await purser.graphql(
    `mutation { addWalletCredits(input: { userId: "spender", amountUsd: "2.500002", expiresInDays: 3, reason: "Ends soon" }) { __typename } }`,
  );
  await signIn(page, purser);
  await page.goto(`${purser.url}/wallets`);
  await expect(
    page.getByRole('row', { name: /saver/ }).locator('data[value="8.000001"]'),
  ).toHaveCount(2);
  const { walletTotals } = (await purser.graphql(
    '{ walletTotals { availableUsd expiring7dUsd } }',
  )) as { walletTotals: Record<'availableUsd' | 'expiring7dUsd', string> };
  const all = page.getByRole('region', { name: 'All wallets' });
  await expect(all.locator(`data[value="${walletTotals.availableUsd}"]`).first()).toBeVisible();
  await all.getByRole('link', { name: 'Ends in 7 days' }).click();
  await expect(page.getByRole('row', { name: /saver/ })).toBeHidden();
  const ending = page.getByRole('row', { name: /spender/ });
  await expect(ending).toContainText('in 3 d');
  await ending.getByRole('link').click();
  await expect(page.getByRole('tab', { name: 'Wallet', selected: true })).toBeVisible();
  await expect(page.locator('data[value="2.500002"]').first()).toBeVisible();
});

test('an operator has the ledger checked, and the page says what was found', async ({
  page,
  purser,
}) => {
  await signIn(page, purser);
  await page.goto(`${purser.url}/ledger`);
  await page.getByRole('button', { name: 'Check now' }).click();
  const dialog = page.getByRole('dialog', { name: 'Run a job now' });
  await dialog.getByLabel('Reason').fill('Before the books are closed');
  await dialog.getByRole('button', { name: 'Run verify-ledger' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('balanced', { exact: true })).toBeVisible();
});

async function credit(purser: Purser, user_id: string, usd_amount: number): Promise<void> {
  await purser.post(`${controlPlane}/tier-balance/add-lifetime-credits`, { user_id, usd_amount });
}
