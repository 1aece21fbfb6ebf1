import { defineConfig, devices } from '@playwright/test';
import { chromiumFlags, findChromium } from '@purser/local-services/chromium';

const executablePath = process.env.CHROMIUM_PATH ?? findChromium();

export default defineConfig({
  testDir: 'src',
  testMatch: '**/*.spec.ts',
  outputDir: '.results/artifacts',
  reporter: [['list'], ['json', { outputFile: '.results/e2e.json' }]],
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  // A machine that is busy with other suites is slow, not wrong.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  workers: 1,
  use: {
    ...devices['Desktop Chrome'],
    trace: 'retain-on-failure',
    launchOptions: {
      args: chromiumFlags(),
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
});
