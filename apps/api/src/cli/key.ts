import { parseArgs } from 'node:util';
import { adminAreas, serviceScopes } from '@purser/domain/access/service-scopes';
import { UsageError } from './cli-error.ts';
import type { Command } from './command.ts';
import { formatTable, print, printNote } from './output.ts';
import { unwrap } from './unwrap.ts';
import { visitApp } from './visit-app.ts';

const options = {
  scope: { type: 'string', default: 'turns,read' },
  name: { type: 'string', default: 'from the command line' },
} as const;

const plainScopes = serviceScopes.filter((scope) => !scope.startsWith('admin:'));
const areas = `${adminAreas.slice(0, 3).join(', ')}, …`;

export const command: Command = {
  usage: 'create [--scope turns,read] [--name "my app"] | list | revoke <id>',
  details: `
  --scope   ${plainScopes.join(', ')};
            admin:* or admin:<area> for administration: ${areas}
  --name    what the lists call it

create prints nothing but the key, once: only an HMAC of it is kept. A revoked key stops within 5 s.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [verb, id] = positionals;
    if (verb === 'create') return createKey(values);
    if (verb === 'list') return listKeys();
    if (verb === 'revoke' && id !== undefined) return revokeKey(id);
    throw new UsageError('Say create, list, or revoke <id>.');
  },
};

async function createKey(values: { readonly scope: string; readonly name: string }): Promise<void> {
  const scopes = values.scope.split(',').map((scope) => scope.trim());
  await visitApp(async ({ useCases, ctx }) => {
    const input = { name: values.name, scopes };
    const { key, secret } = unwrap(await useCases.key.create(ctx, input, {}));
    print(secret);
    printNote(`Key ${key.id} for ${key.scopes.join(', ')}: it is shown this once.`);
  });
}

async function listKeys(): Promise<void> {
  await visitApp(async ({ useCases, ctx }) => {
    const keys = await useCases.key.list(ctx, {});
    const rows = keys.map(({ id, prefix, name, scopes, createdAt, revokedAt }) => [
      id,
      prefix,
      scopes.join(','),
      revokedAt === null ? `since ${day(createdAt)}` : `revoked ${day(revokedAt)}`,
      name,
    ]);
    print(rows.length === 0 ? 'There are no keys: purser key create' : formatTable(rows));
  });
}

async function revokeKey(id: string): Promise<void> {
  await visitApp(async ({ useCases, ctx }) => {
    const key = unwrap(await useCases.key.revoke(ctx, { id }, {}));
    print(`Revoked ${key.id} (${key.name}).`);
  });
}

function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
