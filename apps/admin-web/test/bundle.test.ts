import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

const serverOnly =
  /node_modules\/(pg|@prisma\/[^/]+|@pothos\/[^/]+|fastify|@apollo\/server)\/|^node:/;

it('ships nothing of the server to the browser: no database client, no Prisma, no Pothos', async () => {
  const built = await build({
    root: join(import.meta.dirname, '..'),
    logLevel: 'error',
    build: { write: false, minify: false },
  });
  const outputs = [built]
    .flat()
    .filter((part): part is Rolldown.RolldownOutput => 'output' in part);
  const modules = outputs
    .flatMap(({ output }) => output)
    .flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
  expect(modules.length).toBeGreaterThan(100);
  expect(modules.filter((id) => serverOnly.test(id))).toEqual([]);
  expect(modules.filter((id) => /packages\/schema\/src\/graphql|\/prisma\//.test(id))).toEqual([]);
}, 120_000);
