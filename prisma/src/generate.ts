import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { delimiter, dirname, resolve } from 'node:path';
import { runStamped } from '@purser/local-services/stamped-step';
import { clientStep } from './client-step.ts';

const prismaCli = resolve(
  dirname(createRequire(import.meta.url).resolve('prisma/package.json')),
  'build/index.js',
);

// Generators are found on the path, where a package script has them but a plain run does not.
const folder = resolve(import.meta.dirname, '..');
const path = [resolve(folder, 'node_modules/.bin'), process.env.PATH].join(delimiter);

await runStamped(clientStep, async () => {
  // `prisma generate` looks for a schema engine to download although it never runs one. Any existing file satisfies it.
  const run = spawnSync(process.execPath, [prismaCli, 'generate', '--no-hints'], {
    cwd: folder,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: path,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
    },
  });
  if (run.status !== 0) process.exit(run.status ?? 1);
});
