import { defineConfig, devices } from '@playwright/test';
import { chromiumFlags, findChromium } from '@purser/local-services/chromium';

const executablePath = process.env.CHROMIUM_PATH ?? findChromium();

export default defineConfig({
  testDir: 'src',
  testMatch: '**/*.spec.ts',
  globalSetup: './src/support/make-once.ts',
  outputDir: '.results/artifacts',
  reporter: [['list'], ['json', { outputFile: '.results/e2e.json' }]],
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  // A machine that is busy with other suites is slow, not wrong.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // Each has a server of its own, so a test may rely only on what its own file has done.
  workers: 2,
  use: {
    ...devices['Desktop Chrome'],
    // What was done and asked, and a picture of the end; `--trace on` records every frame, at twice the time.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
    screenshot: 'only-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      args: chromiumFlags(),
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
});
