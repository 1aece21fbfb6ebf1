import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RedisClient } from './redis-client.ts';

/** A Lua script and the name Redis knows it by. */
export type Script = { readonly source: string; readonly sha: string };

/** Reads a script of this folder, with what all scripts share before it. */
export function readScript(name: string): Script {
  const source = `${readLua('lib')}\n${readLua(name)}`;
  return { source, sha: createHash('sha1').update(source).digest('hex') };
}

function readLua(name: string): string {
  return readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), 'utf8');
}

/** Runs a script by its hash and answers texts as bytes; a server that does not have it (any more) gets it with the call. */
export async function runScript(
  client: RedisClient,
  script: Script,
  { keys, args }: { readonly keys: readonly string[]; readonly args: readonly (string | Buffer)[] },
): Promise<unknown> {
  try {
    return await client.callBuffer('evalsha', script.sha, keys.length, ...keys, ...args);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    return client.callBuffer('eval', script.source, keys.length, ...keys, ...args);
  }
}
