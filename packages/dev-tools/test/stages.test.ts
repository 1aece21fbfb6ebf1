import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stages } from '../src/test-runner/stages.ts';
import { workspaceRoot } from '../src/workspace.ts';

const read = (file: string) => JSON.parse(readFileSync(join(workspaceRoot, file), 'utf8'));

test('a whole run fits into sixteen minutes with the installation', () => {
  const installSeconds = 30;
  const total = stages.reduce((sum, { shareSeconds }) => sum + shareSeconds, installSeconds);
  expect(total).toBeLessThanOrEqual(16 * 60);
});

test('every stage is made of tasks that turbo knows', () => {
  const { tasks } = read('turbo.json');
  expect(stages.flatMap((stage) => stage.tasks).filter((task) => !(task in tasks))).toEqual([]);
});

test('every package runs every suite', () => {
  const packages = ['apps/admin-web', 'apps/api', 'prisma'];
  const libraries = ['dev-tools', 'domain', 'local-services', 'schema'];
  const folders = [...packages, ...libraries.map((name) => `packages/${name}`)];
  for (const folder of folders) {
    const { scripts } = read(`${folder}/package.json`);
    for (const suite of ['unit', 'integration', 'model', 'crash']) {
      expect(scripts[`test:${suite}`], folder).toMatch(new RegExp(`suite\\.ts ${suite}$`));
    }
  }
});

test('pnpm judges packages by the Node that it installs', () => {
  const { node } = read('package.json').devDependencies;
  const settings = readFileSync(join(workspaceRoot, 'pnpm-workspace.yaml'), 'utf8');
  expect(settings).toContain(`nodeVersion: ${node}\n`);
});
