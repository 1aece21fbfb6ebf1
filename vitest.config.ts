import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Every kind of test but `unit` needs PostgreSQL and Redis; the name of a file says which kind it is. */
const kinds = ['integration', 'model', 'crash'] as const;
const testFiles = (kind: string) => `**/*.${kind}.test.ts`;

const ignored = ['**/node_modules/**', '**/dist/**', '**/generated/**'];
const services = fileURLToPath(
  new URL('./packages/dev-tools/src/testing/global-services.ts', import.meta.url),
);

export default defineConfig({
  // Node gives libraries `graphql` as CommonJS; two copies of it cannot share a schema.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    passWithNoTests: true,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...ignored, ...kinds.map(testFiles)],
        },
      },
      ...kinds.map((kind) => ({
        extends: true as const,
        test: {
          name: kind,
          include: [testFiles(kind)],
          exclude: ignored,
          globalSetup: services,
          testTimeout: kind === 'integration' ? 30_000 : 120_000,
          hookTimeout: 60_000,
          // A crash test kills and restarts servers: beside another one its timing would mean nothing.
          fileParallelism: kind !== 'crash',
        },
      })),
    ],
  },
});
