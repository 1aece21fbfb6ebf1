import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkout } from '../local/checkout.ts';
import { commands } from './commands.ts';

const program = join(checkout, 'apps/api/src/cli/main.ts');

/** Runs the program as a person does, with nothing in its environment but what the test gives. */
function purser(args: readonly string[], env: Record<string, string> = {}) {
  const run = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

describe('purser', () => {
  it('lists every command with one line', () => {
    const { code, out } = purser(['help']);
    expect(code).toBe(0);
    for (const { name } of commands) expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
    for (const { summary } of commands) expect(out).toContain(summary);
  });

  it.each(commands.map(({ name }) => name))('explains %s', async (name) => {
    const entry = commands.find((candidate) => candidate.name === name);
    const { command } = (await entry?.load()) ?? {};
    expect(command?.usage).toBeDefined();
    expect(command?.details ?? '').not.toMatch(/.{105}/);
  });

  it('takes the help of a command in three ways', () => {
    const { out } = purser(['help', 'race']);
    expect(out).toContain('Usage: purser race [300]');
    expect(purser(['race', '--help']).out).toBe(out);
    expect(purser(['--', 'race', '-h']).out).toBe(out);
  });

  it('answers a wrong command line with its usage and exit code 2', () => {
    expect(purser(['frobnicate'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^purser: There is no command "frobnicate"\.\nUsage: /),
    });
    expect(purser(['race', '--frob'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^purser: Unknown option '--frob'\.\nFire parallel admissions/),
    });
    expect(purser(['token', '--role', 'king']).code).toBe(2);
  });

  it('lists all bad settings at once and starts nothing', () => {
    const { code, err } = purser(['start'], { PORT: 'x', HOST: '0.0.0.0' });
    expect(code).toBe(1);
    expect(err.trimEnd().split('\n')).toEqual([
      expect.stringContaining('PORT must be a whole number'),
      expect.stringContaining('anybody could sign in as a demo person'),
      expect.stringContaining('PURSER_SECRET is required'),
    ]);
  });

  it('prints settings with their origin and without secrets', () => {
    const { code, out } = purser(['config'], {
      DATABASE_CONNECTION_STRING: 'Host=db;Database=purser;Username=app;Password=hunter2',
      PURSER_SECRET: 'hunter2-hunter2-hunter2-hunter2-hunter2',
    });
    expect(code).toBe(0);
    expect(out).toMatch(/DATABASE_URL +postgres:\/\/app:••••@db:5432\/purser +from DATABASE_CONN/);
    expect(out).toMatch(/PORT +4000 +default/);
    expect(out).not.toContain('hunter2');
  });
});
