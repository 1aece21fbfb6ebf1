import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { signIn, test } from './support/purser.ts';

const pages = [
  '/',
  '/users',
  '/users/somebody',
  '/turns',
  '/subscriptions',
  '/subscriptions?dialog=create',
  '/users/somebody?tab=subscription',
  '/plans',
  '/plans?tab=quota',
  '/budgets',
  '/ledger',
  '/jobs',
  '/audit',
  '/events',
  '/events?tab=stripe',
  '/notifications',
  '/notifications?tab=deliveries',
  '/notifications?tab=mail',
  '/settings',
];

const smallScreen = { width: 360, height: 740 };

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every page in ${colorScheme} has no accessibility fault and fits a screen of 360 px`, async ({
    browser,
    purser,
  }) => {
    test.setTimeout(180_000);
    await purser.post('/api/v1/admin/control-plane/app-budget/topup', { usd_amount: 5 });
    await purser.post('/api/v1/turns', { turn_id: `page-${colorScheme}`, user_id: 'somebody' });
    const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await signIn(page, purser);
    for (const path of pages) {
      await page.goto(`${purser.url}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze();
      const faults = violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`);
      expect.soft(faults).toEqual([]);
    }
    await page.setViewportSize(smallScreen);
    for (const path of pages) {
      await page.goto(`${purser.url}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(width, path).toBeLessThanOrEqual(smallScreen.width);
    }
    await context.close();
  });
}
