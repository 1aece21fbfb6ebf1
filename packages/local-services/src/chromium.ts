import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findOnPath, isExecutable } from './find-program.ts';
import { installWithApt } from './run-apt.ts';
import { ServiceError } from './service-error.ts';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'] as const;
const macPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
] as const;
const remedy =
  'Chromium is missing: install it (Debian: apt install chromium, macOS: brew install --cask google-chrome), or set CHROMIUM_PATH.';

/** Flags for a browser that tests drive: nothing in the background, and no sandbox for root, which has none. */
export function chromiumFlags(): string[] {
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ];
  return process.getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet;
}

/** The Chromium that the environment names, or one of this machine, or Playwright's, or else one installed now. */
export async function ensureChromium(log: (line: string) => void = () => {}): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new ServiceError(`CHROMIUM_PATH names ${named}, which cannot be run.`);
  }
  const found = findChromium();
  if (found !== undefined) return found;
  await installWithApt({ packageName: 'chromium', remedy, log });
  const installed = findChromium();
  if (installed === undefined) throw new ServiceError(remedy);
  return installed;
}

/** Looks without installing. */
export function findChromium(): string | undefined {
  return findOnPath(programs) ?? macPaths.find(isExecutable) ?? playwrightChromium();
}

function playwrightChromium(): string | undefined {
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache/ms-playwright');
  try {
    const builds = readdirSync(cache).filter((name) => name.startsWith('chromium-'));
    const paths = builds.map((name) => join(cache, name, 'chrome-linux', 'chrome'));
    return paths.find(isExecutable);
  } catch {
    return undefined;
  }
}
