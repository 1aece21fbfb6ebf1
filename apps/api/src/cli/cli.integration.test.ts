import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmptyDatabase, createTestDatabase } from '@purser/dev-tools/testing/test-database';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { runPurser } from '../testing/run-purser.ts';
import { seededProject } from '../testing/seeded-project.ts';

/** An operator at a terminal, with a database of their own. */
async function openTerminal(create = () => createTestDatabase(seededProject)) {
  const database = await create();
  const folder = mkdtempSync(join(tmpdir(), 'purser-cli-'));
  const settings = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    DATABASE_URL: database.url,
    PURSER_SECRET: 'a-secret-that-is-long-enough-for-a-root-key',
    PURSER_DATA_DIR: join(folder, 'data'),
  };
  const purser = (args: readonly string[], env: Record<string, string> = {}) =>
    runPurser(args, { ...settings, ...env });
  const close = async () => {
    rmSync(folder, { recursive: true, force: true });
    await database.drop();
  };
  return { purser, url: database.url, [Symbol.asyncDispose]: close };
}

it('migrates and seeds an empty database once', async () => {
  await using terminal = await openTerminal(createEmptyDatabase);
  const { purser } = terminal;
  expect((await purser(['migrate'])).out).toMatch(/^Applied \d+_init\.\n/);
  expect(await purser(['migrate'])).toMatchObject({
    code: 0,
    out: 'The database is up to date.\n',
  });
  expect((await purser(['seed'])).out).toContain('Added quota policies: 4\n');
  expect(await purser(['seed'])).toMatchObject({ code: 0, out: 'Nothing was missing.\n' });
});

it('makes a service key, prints it alone, lists it, revokes it', async () => {
  await using terminal = await openTerminal();
  const { purser } = terminal;
  const refused = purser(['key', 'create', '--scope', 'everything']);
  const made = await purser(['key', 'create', '--scope', 'turns,read', '--name', 'my app']);
  expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^psk_\S{30,}\n$/) });
  const [id = ''] = /[0-9a-f-]{36}/.exec(made.err) ?? [];
  expect((await purser(['key', 'list'])).out).toMatch(
    new RegExp(`^${id}  psk_\\S+  turns,read  since \\d{4}-\\d\\d-\\d\\d  my app\\n$`),
  );
  expect((await purser(['key', 'revoke', id])).out).toBe(`Revoked ${id} (my app).\n`);
  expect((await purser(['key', 'list'])).out).toContain('revoked');
  expect(await refused).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('"everything" is no scope'),
  });
});

it('makes the first super-admin by e-mail address, once', async () => {
  await using terminal = await openTerminal();
  const { purser, url } = terminal;
  const grant = ['admin', 'grant', '--email', 'Boss@Example.com'];
  expect((await purser(grant)).err).toContain('set OIDC_ISSUER');
  const env = { OIDC_ISSUER: 'https://id.example.com' };
  expect((await purser(grant, env)).out).toBe('Boss@Example.com is super-admin.\n');
  expect((await purser(grant, env)).out).toBe('Boss@Example.com already is super-admin.\n');
  const sql = new Client({ connectionString: url });
  await sql.connect();
  const { rows } = await sql.query('SELECT subject, role, tenant_id FROM member');
  await sql.end();
  expect(rows).toEqual([{ subject: 'boss@example.com', role: 'super-admin', tenant_id: null }]);
});

it('explains nothing it does not know', async () => {
  await using terminal = await openTerminal();
  expect(await terminal.purser(['explain', 'nobody'])).toEqual({
    code: 1,
    out: '',
    err: 'purser: There is no turn and no user "nobody".\n',
  });
});

it('prints the secret of local webhooks, and the configured one where there is one', async () => {
  await using terminal = await openTerminal();
  const { purser } = terminal;
  const local = await purser(['stripe', 'webhook-secret']);
  expect(local).toMatchObject({ code: 0, out: expect.stringMatching(/^whsec_[0-9a-f]{64}\n$/) });
  expect(await purser(['stripe', 'webhook-secret'])).toEqual(local);
  const configured = { STRIPE_WEBHOOK_SECRET: 'whsec_mine, whsec_older' };
  expect(await purser(['stripe', 'webhook-secret'], configured)).toMatchObject({
    out: 'whsec_mine\n',
  });
  const closed = await purser(['stripe', 'webhook-secret'], { STRIPE_SECRET_KEY: 'sk_live_1' });
  expect(closed).toMatchObject({ code: 1, err: expect.stringContaining('STRIPE_WEBHOOK_SECRET') });
});

it('lists jobs with their last runs, and runs one by hand', async () => {
  await using terminal = await openTerminal();
  const { purser } = terminal;
  const instant = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;
  const fresh = await purser(['job', 'list']);
  expect(fresh).toMatchObject({ code: 0, err: '' });
  expect(fresh.out).toMatch(/^job +schedule +last run +next run +took +handled +failed +error\n/);
  expect(fresh.out).toMatch(
    new RegExp(`^clean-up +every 10 minutes +never +${instant} +- +- +-$`, 'm'),
  );

  const run = await purser(['job', 'run', 'seal-audit']);
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(run.out).toMatch(/^seal-audit took \d+ ms, handled \d+, failed 0\.\n$/);
  expect((await purser(['job', 'list'])).out).toMatch(
    new RegExp(`^seal-audit +every second +${instant} +${instant} +\\d+ ms +\\d+ +0$`, 'm'),
  );
  expect(await purser(['job', 'run', 'nothing'])).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('There is no such job. There are: seal-audit'),
  });
  expect((await purser(['job', 'run'])).code).toBe(2);
});

it('says what went wrong in a job that is run by hand, and keeps it in the list', async () => {
  await using terminal = await openTerminal();
  const { purser, url } = terminal;
  const sql = new Client({ connectionString: url });
  await sql.connect();
  await sql.query('ALTER TABLE data_plane_nonce RENAME TO gone');
  await sql.end();
  const failed = await purser(['job', 'run', 'clean-up']);
  expect(failed).toMatchObject({ code: 1, out: '' });
  expect(failed.err).toMatch(/clean-up took \d+ ms, handled 0, failed 1: .*does not exist/);
  expect((await purser(['job', 'list'])).out).toMatch(/^clean-up .* 0 +1 +.*does not exist$/m);
});

it('answers every one of several programs that begin at once', async () => {
  await using terminal = await openTerminal();
  const lists = Array.from({ length: 3 }, () => terminal.purser(['job', 'list']));
  for (const { code, out } of await Promise.all(lists)) {
    expect(code).toBe(0);
    expect(out).toContain('verify-ledger');
  }
});
