import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgeServer } from '../testing/edge-server.ts';
import { dashboardPage, serveDashboard } from './dashboard.ts';

let directory = '';

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'purser-dashboard-'));
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>Dashboard</title>');
  writeFileSync(join(directory, 'assets', 'index-abc.js'), 'export {};');
  writeFileSync(join(directory, 'favicon.svg'), '<svg/>');
});

afterAll(() => rmSync(directory, { recursive: true }));

async function serve(folder: string) {
  const server = edgeServer({ sendDashboard: dashboardPage(folder) });
  await serveDashboard(server, folder);
  return server;
}

describe('the built dashboard', () => {
  it.each([
    ['/', 'no-cache'],
    ['/users/ada', 'no-cache'],
    ['/favicon.svg', 'no-cache'],
    ['/assets/index-abc.js', 'public, max-age=31536000, immutable'],
  ])('serves %s with cache-control: %s', async (url, cacheControl) => {
    const server = await serve(directory);
    const answer = await server.inject(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe(cacheControl);
    await server.close();
  });

  it('that is missing is explained by a page, with the command that makes it', async () => {
    const server = await serve(join(directory, 'nowhere'));
    for (const url of ['/', '/users']) {
      const answer = await server.inject(url);
      expect(answer.statusCode).toBe(503);
      expect(answer.body).toContain('npx -y pnpm@12 build');
    }
    await server.close();
  });
});
