import { afterEach, expect, test, vi } from 'vitest';
import { chromiumFlags, ensureChromium } from '../src/chromium.ts';

afterEach(() => vi.unstubAllEnvs());

test('CHROMIUM_PATH comes first', async () => {
  vi.stubEnv('CHROMIUM_PATH', process.execPath);
  expect(await ensureChromium()).toBe(process.execPath);
});

test('a CHROMIUM_PATH that cannot be run is named', async () => {
  vi.stubEnv('CHROMIUM_PATH', '/nowhere/chromium');
  await expect(ensureChromium()).rejects.toThrow('CHROMIUM_PATH names /nowhere/chromium');
});

test('the browser does nothing in the background', () => {
  expect(chromiumFlags()).toContain('--disable-background-networking');
});
