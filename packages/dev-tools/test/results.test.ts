import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatSeconds } from '../src/test-runner/console.ts';
import { readPlaywrightReport } from '../src/test-runner/playwright-results.ts';
import { readSkips } from '../src/test-runner/skips.ts';
import { readVitestReport } from '../src/test-runner/vitest-results.ts';
import { workspaceRoot } from '../src/workspace.ts';

const assertion = (status: string) => ({
  status,
  fullName: `a ${status} test`,
  failureMessages: status === 'failed' ? ['1 is not 2'] : [],
});

test('the tests of a Vitest report are counted, and the failing ones named', () => {
  const name = join(workspaceRoot, 'packages/domain/src/a.test.ts');
  const statuses = ['passed', 'passed', 'failed', 'skipped', 'todo'];
  const file = { name, status: 'failed', message: '', assertionResults: statuses.map(assertion) };
  expect(readVitestReport({ testResults: [file] })).toEqual({
    passed: 2,
    skipped: 2,
    failures: [
      { where: 'packages/domain/src/a.test.ts', name: 'a failed test', detail: '1 is not 2' },
    ],
  });
});

test('a test file that cannot be loaded has failed', () => {
  const file = { name: '/a.test.ts', status: 'failed', message: 'no such module' };
  const { failures } = readVitestReport({ testResults: [{ ...file, assertionResults: [] }] });
  expect(failures.map(({ detail }) => detail)).toEqual(['no such module']);
});

test('a browser test that needed a second try has failed', () => {
  const spec = (status: 'expected' | 'flaky' | 'skipped') => ({
    title: status,
    file: 'a.spec.ts',
    tests: [{ status, results: [{ errors: [{ message: 'timeout' }] }] }],
  });
  const inner = { title: 'inner', file: 'a.spec.ts', specs: [spec('flaky'), spec('skipped')] };
  const outer = { title: 'a', file: 'a.spec.ts', specs: [spec('expected')], suites: [inner] };
  expect(readPlaywrightReport({ suites: [outer], errors: [] })).toEqual({
    passed: 1,
    skipped: 1,
    failures: [{ where: 'e2e/a.spec.ts', name: 'flaky', detail: 'timeout' }],
  });
});

test('a run leaves out only what it knows', () => {
  expect([...readSkips('')]).toEqual([]);
  expect([...readSkips('redis, e2e')]).toEqual(['redis', 'e2e']);
  expect(() => readSkips('reddis')).toThrow('not "reddis"');
});

test('times read as minutes and seconds', () => {
  expect([0, 59.6, 125].map(formatSeconds)).toEqual(['0:00', '1:00', '2:05']);
});
