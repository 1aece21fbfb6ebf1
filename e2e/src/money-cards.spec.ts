import { readFile } from 'node:fs/promises';
import { expect, type Locator } from '@playwright/test';
import { type Purser, signIn, test } from './support/purser.ts';

type AnyPage = Parameters<typeof signIn>[0];

// Balances and plans of the project itself are looked at.
test.use({ serverOf: 'money-cards' });

const controlPlane = '/api/v1/admin/control-plane';

test('an operator tops up the project budget, and the page and both APIs say the same, to the micro-dollar', async ({
  page,
  purser,
}) => {
  await signIn(page, purser);
  await page.goto(`${purser.url}/budgets`);
  await topUpProject(page, { amount: '25.123456', shownBefore: '$0.00', shownAfter: '$25.123456' });
  await topUpProject(page, {
    amount: '0.000001',
    shownBefore: '$25.123456',
    shownAfter: '$25.123457',
  });

  await expect(figure(page, 'Available', '25.123457')).toBeVisible();
  await page.getByRole('button', { name: 'Set overdraft' }).click();
  const overdraft = page.getByRole('dialog', { name: 'Set the project overdraft' });
  await overdraft.getByLabel('Up to an amount').check();
  await overdraft.getByLabel('Up to', { exact: true }).fill('3');
  await overdraft.getByLabel('Reason').fill('For the weekend');
  await overdraft.getByRole('button', { name: 'Allow $3.00 of overdraft' }).click();
  await expect(overdraft).toBeHidden();
  const rest = await purser.get(`${controlPlane}/app-budget/balance`);
  expect(rest.balance).toMatchObject({ balance_usd: 25.123457, lifetime_added_usd: 25.123457 });
  expect(await purser.graphql('{ projectBudget { balanceUsd availableUsd } }')).toEqual({
    projectBudget: { balanceUsd: '25.123457', availableUsd: '25.123457' },
  });
});

test('an operator adds lifetime credits and checks the balance, which is the API’s, to the micro-dollar', async ({
  page,
  purser,
}) => {
  const userId = 'credit-user';
  await purser.post('/api/v1/turns', { turn_id: 'credit-turn', user_id: userId });
  await signIn(page, purser);
  await page.goto(`${purser.url}/users/${userId}`);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Add wallet credits' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add wallet credits' });
  await dialog.getByLabel('Amount').fill('12.345678');
  await dialog.getByLabel('Reason').fill('Bought ahead');
  await expect(dialog.getByText('$12.345678', { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Add $12.345678' }).click();
  await expect(dialog).toBeHidden();

  await page.goto(`${purser.url}/users/${userId}?tab=wallet`);
  await expect(figure(page, 'Available', '12.345678')).toBeVisible();
  await expect(page.getByText('823,045 tokens of')).toBeVisible();
  const balance = await purser.get(`${controlPlane}/tier-balance/lifetime-balance/${userId}`);
  // $12.345678 ÷ $0.000015, rounded down.
  expect(balance).toMatchObject({
    has_purchased_credits: true,
    balance_usd: 12.345678,
    balance_tokens: 823_045,
    can_use_budget: true,
  });
});

test('an operator sets a provider’s limits, and just those are in force, to the micro-dollar', async ({
  page,
  purser,
}) => {
  await signIn(page, purser);
  await page.goto(`${purser.url}/plans?tab=providers`);
  const before = await anthropicPolicy(purser);
  await page
    .getByRole('row', { name: /anthropic/ })
    .getByRole('button', { name: 'Edit' })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Change a provider budget' });
  await dialog.getByLabel('An hour: dollars').fill('0.000002');
  await dialog.getByLabel('A month: choice').selectOption('unlimited');
  await dialog.getByLabel('Reason').fill('Careful with the new model');
  await expect(dialog.getByText('$0.000002', { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Set the budget of anthropic' }).click();
  await expect(dialog).toBeHidden();

  const row = page.getByRole('row', { name: /anthropic/ });
  await expect(row.locator('data[value="0.000002"]')).toBeVisible();
  await expect(row.getByText('unlimited')).toBeVisible();
  expect(await anthropicPolicy(purser)).toMatchObject({
    usd_per_hour: 0.000002,
    usd_per_day: before.usd_per_day,
    usd_per_month: null,
  });
});

test('a trial shows a user’s limits before, the change, and after, and those are then in force', async ({
  page,
  purser,
}) => {
  const userId = 'trial-user';
  await purser.post('/api/v1/turns', { turn_id: 'trial-turn', user_id: userId });
  await signIn(page, purser);
  await page.goto(`${purser.url}/users/${userId}?dialog=grant-trial`);
  const dialog = page.getByRole('dialog', { name: 'Grant a trial' });
  const line = dialog.getByRole('row', { name: /Requests per day/ });
  await expect(line.getByRole('cell')).toHaveText(['100', '+100', '', '200']);
  await dialog.getByLabel('Reason').fill('Let them try');
  await dialog.getByRole('button', { name: /Grant 100 requests a day/ }).click();
  await expect(dialog).toBeHidden();
  const breakdown = await purser.get(`${controlPlane}/users/${userId}/budget-breakdown`);
  expect(breakdown.effective_policy).toMatchObject({ requests_per_day: 200 });
});

test('what a turn in a bundle may use is shown, with what replaced the plan’s limits and when each starts anew', async ({
  page,
  purser,
}) => {
  const user_id = 'bundle-user';
  await purser.post('/api/v1/turns', { turn_id: 'bundle-turn', user_id, bundle_id: 'codegen' });
  const ofBundle = { plan_id: 'free', bundle_id: 'codegen', tokens_per_day: 5_000 };
  await purser.post(`${controlPlane}/policies/quota`, ofBundle);
  await signIn(page, purser);
  await page.goto(`${purser.url}/users/${user_id}?dialog=override`);
  const override = page.getByRole('dialog', { name: 'Override limits' });
  await override.getByLabel('Requests a day: choice').selectOption('at most');
  await override.getByLabel('Requests a day: number').fill('7');
  await override.getByLabel('Bundle').fill('codegen');
  await override.getByLabel('Reason').fill('Only a taste');
  await override.getByRole('button', { name: 'Override 1 limit' }).click();
  await expect(override).toBeHidden();

  const whole = page.getByRole('region', { name: 'In the whole project' });
  await expect(whole.getByText('0 of 100').first()).toBeVisible();
  await page.getByLabel('Bundle id').fill('codegen');
  await expect(whole.getByText('0 of 7').first()).toBeVisible();
  await expect(whole.getByText(/instead of 100 plan/)).toBeVisible();
  const bundle = page.getByRole('region', { name: 'In bundle codegen' });
  await expect(bundle.getByText('0 of 5,000').first()).toBeVisible();
  await expect(bundle.getByText(/starts anew/).first()).toBeVisible();
  const { effective_policy } = await purser.get(
    `${controlPlane}/users/${user_id}/budget-breakdown?bundle_id=codegen`,
  );
  expect(effective_policy).toMatchObject({ requests_per_day: 7 });
});

test('an operator downloads what the project absorbed as CSV, to the micro-dollar', async ({
  page,
  purser,
}) => {
  const user_id = 'short-user';
  await purser.post(`${controlPlane}/app-budget/topup`, { usd_amount: 5 });
  await purser.post(`${controlPlane}/tier-balance/update`, { user_id, tokens_per_day: 1_000 });
  await purser.post(`${controlPlane}/tier-balance/add-lifetime-credits`, {
    user_id,
    usd_amount: 0.03,
  });
  const turn_id = 'short-turn';
  await purser.post('/api/v1/turns', { turn_id, user_id, estimate_tokens: 2_000 });
  await purser.post(`/api/v1/turns/${turn_id}/settle`, { cost_usd: 0.050001 });
  await signIn(page, purser);
  await page.goto(`${purser.url}/budgets?tab=absorption&group=user`);
  const row = page.getByRole('row', { name: /short-user/ });
  await expect(row.locator('data[value="0.005001"]').first()).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  const report = await readFile(await (await downloading).path(), 'utf8');
  expect(report).toMatch(/short-user.*0\.005001/);
});

async function topUpProject(
  page: AnyPage,
  shown: { readonly amount: string; readonly shownBefore: string; readonly shownAfter: string },
): Promise<void> {
  await page.getByRole('button', { name: 'Top up' }).click();
  const dialog = page.getByRole('dialog', { name: 'Top up the project budget' });
  await dialog.getByLabel('Amount').fill(shown.amount);
  await dialog.getByLabel('Reason').fill('Weekly budget');
  const change = dialog.getByRole('row').first();
  await expect(change).toContainText(shown.shownBefore);
  await expect(change).toContainText(shown.shownAfter);
  await dialog.getByRole('button', { name: `Top up $${shown.amount}` }).click();
  await expect(dialog).toBeHidden();
}

/** A figure's exact amount, as the page copies it; the label is the first line of the figure. */
function figure(page: AnyPage, label: string, amount: string): Locator {
  return page
    .getByText(label, { exact: true })
    .locator('xpath=following-sibling::*[1]')
    .locator(`data[value="${amount}"]`);
}

async function anthropicPolicy(purser: Purser): Promise<Record<string, unknown>> {
  const { policies } = await purser.get(`${controlPlane}/policies/budget?provider=anthropic`);
  const [policy] = policies as Record<string, unknown>[];
  if (policy === undefined) throw new Error('There is no budget of anthropic.');
  return policy;
}
