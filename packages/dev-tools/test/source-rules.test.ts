import { expect, test } from 'vitest';
import { findBrokenRules } from '../src/checks/source-rules.ts';
import { findRealTimeInSql } from '../src/checks/sql-clock.ts';

const messages = (file: string, text: string) =>
  findBrokenRules(file, text).map(({ line, message }) => `${line} ${message}`);

test('the environment is read by the configuration alone', () => {
  const text = '\nconst port = process.env.PORT;';
  expect(messages('apps/api/src/http/server.ts', text)).toEqual([
    '2 process.env is read in apps/api/src/config only.',
  ]);
  expect(messages('apps/api/src/config/config.ts', text)).toEqual([]);
});

test.each(['Date.now()', 'new Date()', 'Math.random()'])('the rules do not call %s', (call) => {
  const text = `export const value = ${call};`;
  expect(messages('packages/domain/src/quota/window.ts', text)).toHaveLength(1);
  expect(messages('apps/api/src/use-cases/turn/admit.ts', text)).toHaveLength(1);
  expect(messages('apps/api/src/adapters/system/clock.ts', text)).toEqual([]);
});

test('a date made from a value is no clock, nor is one that a comment speaks of', () => {
  const text = '// Never Date.now() here.\nexport const at = new Date(0);';
  expect(messages('packages/domain/src/quota/window.ts', text)).toEqual([]);
});

test.each([
  '`SELECT now()`',
  '`UPDATE t SET at = $' + '{x}, b = current_timestamp`',
  "'SELECT NOW ( )'",
])('SQL in a source file does not read the real clock: %s', (sql) => {
  const text = `export const query = (x: string) => ${sql};`;
  expect(messages('apps/api/src/adapters/postgres/store.ts', text)).toHaveLength(1);
});

test('SQL may call the virtual clock, and a sentence may mention the real one', () => {
  const file = 'apps/api/src/adapters/postgres/store.ts';
  expect(messages(file, "export const query = 'SELECT purser_now(1, 2)';")).toEqual([]);
  expect(messages(file, "export const text = 'now() is not allowed';")).toEqual([]);
});

test('a migration reads the real clock only inside purser_now', () => {
  const sql = [
    '-- now() in a comment',
    'CREATE FUNCTION purser_now(p integer) RETURNS timestamptz LANGUAGE sql AS $$',
    '  SELECT clock_timestamp()',
    '$$;',
    'CREATE TABLE bad (at timestamptz DEFAULT now());',
  ].join('\n');
  expect(findRealTimeInSql('m.sql', sql)).toEqual([
    { file: 'm.sql', line: 5, message: 'now() reads the real clock: call purser_now.' },
  ]);
});
