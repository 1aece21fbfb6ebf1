import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const module = join(import.meta.dirname, 'create-logger.ts');

/** What a process of its own has written when it ends. */
function logged(production: boolean): string {
  const script = `
    const { createLogger } = await import(${JSON.stringify(module)});
    const log = createLogger({ logLevel: 'info', production: ${production} });
    log.info({ headers: { authorization: 'Bearer secret', host: 'here' } }, 'hello');
    log.debug('too quiet');`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  return `${stdout}${stderr}`;
}

it('writes one JSON line an entry in production, all of them before the process ends', () => {
  const lines = logged(true).trim().split('\n');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 30, msg: 'hello' });
});

it.each([true, false])('logs no credentials (production: %s)', (production) => {
  const text = logged(production);
  expect(text).toContain('hello');
  expect(text).toContain('here');
  expect(text).not.toContain('secret');
});
