import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { checkout } from './checkout.ts';
import type { Progress } from './progress.ts';
import { runScript } from './run-script.ts';
import { isFresh, runStamped, type StampedStep } from './stamp.ts';

/** What the server imports but git does not keep. */
const databaseClient: StampedStep = {
  name: 'database-client',
  inputs: [
    'prisma/schema.prisma',
    'prisma/prisma.config.ts',
    'prisma/src/generate.ts',
    'pnpm-lock.yaml',
  ],
  outputs: ['prisma/src/generated/client/client.ts', 'prisma/src/generated/pothos/types.ts'],
};

const dashboard: StampedStep = {
  name: 'dashboard',
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
  ],
  outputs: ['apps/admin-web/dist/index.html'],
};

/** Makes the database client when the schema has changed, or in a fresh clone. */
export async function ensureDatabaseClient(progress: Progress, signal: AbortSignal): Promise<void> {
  if (isFresh(databaseClient)) return;
  await progress.step('Generating the database client', () =>
    runStamped(databaseClient, () =>
      runScript({
        makes: 'The database client',
        file: 'src/generate.ts',
        folder: join(checkout, 'prisma'),
        signal,
      }),
    ),
  );
}

/** Builds the dashboard when its sources have changed, or in a fresh clone. */
export async function ensureDashboard(progress: Progress, signal: AbortSignal): Promise<void> {
  if (isFresh(dashboard)) return;
  await progress.step('Building the dashboard', () =>
    runStamped(dashboard, () => buildDashboard(signal)),
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
