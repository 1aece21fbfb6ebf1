import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isFresh, runStamped, type StampedStep } from '@purser/local-services/stamped-step';
import { clientStep } from '@purser/prisma/client-step';
import { cacheFolder, checkout } from './checkout.ts';
import type { Progress } from './progress.ts';
import { runScript } from './run-script.ts';

const within = (path: string) => join(checkout, path);

const dashboard: StampedStep = {
  inputs: [
    'apps/admin-web/src',
    'apps/admin-web/public',
    'apps/admin-web/scripts',
    'apps/admin-web/index.html',
    'apps/admin-web/vite.config.ts',
    'packages/domain/src',
    'packages/schema/src/contract',
    'packages/schema/schema.graphql',
    'pnpm-lock.yaml',
  ].map(within),
  outputs: [within('apps/admin-web/dist/index.html')],
  stamp: join(cacheFolder, 'dashboard.stamp'),
};

/** Makes the database client when the schema has changed, or in a fresh clone. */
export async function ensureDatabaseClient(progress: Progress, signal: AbortSignal): Promise<void> {
  if (isFresh(clientStep)) return;
  const folder = join(checkout, 'prisma');
  await progress.step('Generating the database client', () =>
    runScript({ makes: 'The database client', file: 'src/generate.ts', folder, signal }),
  );
}

/** Builds the dashboard when its sources have changed, or in a fresh clone. */
export async function ensureDashboard(progress: Progress, signal: AbortSignal): Promise<void> {
  if (isFresh(dashboard)) return;
  await progress.step('Building the dashboard', () =>
    runStamped(dashboard, () => buildDashboard(signal), signal),
  );
}

/** Its operations are typed from the schema first, then Vite bundles it, then it is compressed and weighed. */
async function buildDashboard(signal: AbortSignal): Promise<void> {
  const folder = join(checkout, 'apps/admin-web');
  const makes = 'The dashboard';
  const vite = createRequire(join(folder, 'package.json')).resolve('vite/package.json');
  await runScript({ makes, file: 'scripts/codegen.ts', folder, signal });
  const file = join(dirname(vite), 'bin/vite.js');
  await runScript({ makes, file, args: ['build'], folder, signal });
  await runScript({ makes, file: 'scripts/finish-build.ts', folder, signal });
}
