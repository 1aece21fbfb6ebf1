import { expect } from '@playwright/test';
import { type Purser, signInByHand, test } from './support/purser.ts';

const user = 'story-user';

test('an operator limits the free plan, a fourth turn is denied, a trial admits the fifth, and page and API agree', async ({
  page,
  purser,
}) => {
  await purser.post('/api/v1/admin/control-plane/app-budget/topup', {
    usd_amount: 50,
    notes: 'start',
  });
  const before = await projectBalance(purser);
  await signInByHand(page, purser);
  await limitRequestsPerDay(page, purser, '3');

  for (const turnId of ['one', 'two', 'three']) {
    expect(await admit(purser, turnId)).toMatchObject({ decision: 'admitted' });
    await purser.post(`/api/v1/turns/${turnId}/settle`, { cost_usd: '0.012345' });
  }
  const denied = await admit(purser, 'four');
  expect(denied).toMatchObject({
    decision: 'denied',
    denials: [{ reason: 'rate_limited', limit: 'requests_per_day', allowed: 3, used: 3 }],
  });

  await page.goto(`${purser.url}/users/${user}?tab=turns`);
  await expect(page.getByText('A limit of the plan is reached')).toBeVisible();
  await page.getByRole('button', { name: 'four' }).click();
  await expect(page.getByText(/3 used of 3 allowed/)).toBeVisible();
  await grantTrial(page, purser);
  expect(await admit(purser, 'five')).toMatchObject({ decision: 'admitted' });
  await purser.post('/api/v1/turns/five/settle', { cost_usd: '0.000001' });

  await page.goto(`${purser.url}/users/${user}`);
  const line = page.getByText('3 plan').first();
  await expect(line).toBeVisible();
  await expect(page.getByText(/10 trial/).first()).toBeVisible();
  await expect(page.getByText('4 of 13').first()).toBeVisible();
  await expect(page.getByText(/starts anew/).first()).toBeVisible();

  // Three turns of $0.012345 and one of $0.000001.
  await agreesToTheMicroDollar(page, purser, (before - 0.037036).toFixed(6));
});

type AnyPage = Parameters<typeof signInByHand>[0];

function admit(purser: Purser, turnId: string): Promise<Record<string, unknown>> {
  return purser.post('/api/v1/turns', { turn_id: turnId, user_id: user, estimate_tokens: 2000 });
}

async function limitRequestsPerDay(
  page: AnyPage,
  { url }: Purser,
  requests: string,
): Promise<void> {
  await page.goto(`${url}/plans?tab=quota&quotaPlan=free&quotaBundle=*`);
  const dialog = page.getByRole('dialog', { name: 'Change a quota policy' });
  await dialog.getByLabel('Requests a day: number').fill(requests);
  await dialog.getByLabel('Reason').fill('Three a day is enough');
  await expect(dialog.getByText('100', { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Set the limits of free' }).click();
  await expect(dialog).toBeHidden();
}

async function grantTrial(page: AnyPage, { url }: Purser): Promise<void> {
  await page.goto(`${url}/users/${user}`);
  await page
    .getByRole('button', { name: 'Grant trial' })
    .or(page.getByRole('link', { name: 'Grant trial' }))
    .click();
  const dialog = page.getByRole('dialog', { name: 'Grant a trial' });
  await dialog.getByLabel('More requests a day').fill('10');
  await dialog.getByLabel('Reason').fill('Let them try');
  await dialog.getByRole('button', { name: /Grant 10 requests a day/ }).click();
  await expect(dialog).toBeHidden();
}

async function projectBalance(purser: Purser): Promise<number> {
  const { balance } = await purser.get('/api/v1/admin/control-plane/app-budget/balance');
  return (balance as { balance_usd: number }).balance_usd;
}

/** The project's balance as the page copies it, and as REST says it: one number. */
async function agreesToTheMicroDollar(
  page: AnyPage,
  purser: Purser,
  expected: string,
): Promise<void> {
  expect((await projectBalance(purser)).toFixed(6)).toBe(expected);
  await page.goto(`${purser.url}/budgets`);
  await expect(page.locator(`data[value="${expected}"]`).first()).toBeVisible();
}
