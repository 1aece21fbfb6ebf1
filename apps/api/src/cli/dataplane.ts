import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from '../config/config.ts';
import { environment } from '../config/environment.ts';
import { signCall } from '../lib/sign-call.ts';
import { visitDatabase } from '../local/visit-database.ts';
import { CliError, UsageError } from './cli-error.ts';
import type { Command } from './command.ts';
import { print, printNote, silently } from './output.ts';
import { unwrap } from './unwrap.ts';
import { visitApp } from './visit-app.ts';

const options = {
  id: { type: 'string' },
  json: { type: 'boolean', default: false },
  as: { type: 'string' },
  data: { type: 'string', short: 'd' },
  curl: { type: 'boolean', default: false },
  url: { type: 'string' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

export const command: Command = {
  usage:
    'key create --id dp-1 [--json] | call POST /internal/budget/allocate --as dp-1 -d @body.json [--curl]',
  details: `
  key create  makes a key for a data plane (and the plane, with its first key); the secret is shown once
  --json      prints {dataplane_id, key_id, secret, plane_pepper}
  call        signs a call with the newest key of --as and sends it
  -d          the body, or @file
  --curl      prints the signed call as a curl line instead; it is valid for five minutes, once
  --url       another server than http://localhost:<PORT>`,
  run: async (args) => {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [verb, method, path] = positionals;
    if (verb === 'key' && method === 'create') return createKey(values);
    if (verb === 'call' && method !== undefined && path?.startsWith('/'))
      return call(method.toUpperCase(), path, values);
    throw new UsageError(
      'Say key create --id <data plane>, or call <method> <path> --as <data plane>.',
    );
  },
};

async function createKey({ id, json }: Values): Promise<void> {
  if (id === undefined) throw new UsageError('Name the data plane: --id dp-1.');
  await visitApp(async ({ useCases, ctx }) => {
    const made = unwrap(await useCases.dataPlane.createKey(ctx, { dataplaneId: id }, {}));
    const { dataplaneId, keyId, secret, planePepper } = made;
    if (json === true) {
      const shown = { dataplane_id: dataplaneId, key_id: keyId, secret, plane_pepper: planePepper };
      return print(JSON.stringify(shown));
    }
    print(`${keyId}\n${secret}`);
    printNote(`Key id and secret of ${dataplaneId}: the secret is shown this once.`);
  });
}

async function call(method: string, path: string, values: Values): Promise<void> {
  const { as } = values;
  if (as === undefined) throw new UsageError('Name the data plane that calls: --as dp-1.');
  const config = readConfig(environment());
  const body = bodyOf(values.data);
  const credential = await visitDatabase(config, silently, async ({ config: ready }) => {
    const tools = await import('../composition/operator-tools.ts');
    return tools.newestPlaneKey(ready, as);
  });
  if (credential === null)
    throw new CliError(`${as} has no key: purser dataplane key create --id ${as}`);
  const url = `${values.url ?? `http://localhost:${config.port}`}${path}`;
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...signCall({
      method,
      path,
      body: body ?? '',
      nowMs: Date.now(),
      nonce: crypto.randomUUID(),
      ...credential,
    }),
  };
  if (values.curl === true) return print(curlLine({ method, url, headers, body }));
  const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  printNote(`${answer.status} ${answer.statusText}`);
  print(await answer.text());
  if (!answer.ok) process.exitCode = 1;
}

function bodyOf(given: string | undefined): string | undefined {
  return given?.startsWith('@') ? readFileSync(given.slice(1), 'utf8') : given;
}

type Line = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};

function curlLine({ method, url, headers, body }: Line): string {
  const named = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const data = body === undefined ? [] : [`--data-binary ${quoted(body)}`];
  return ['curl -X', method, quoted(url), ...named, ...data].join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
