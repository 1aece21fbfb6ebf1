import { once } from 'node:events';
import { createServer } from 'node:net';
import { LocalError } from './local-error.ts';

type Address = { readonly host: string; readonly port: number };

/** Throws a LocalError when the server could not listen there, before anything slower is begun. */
export async function ensurePortIsFree(address: Address): Promise<void> {
  const probe = createServer();
  try {
    probe.listen({ ...address, exclusive: true });
    await once(probe, 'listening');
    probe.close();
    await once(probe, 'close');
  } catch (error) {
    throw explainListenError(error, address);
  }
}

/** What an operator can do about an address that cannot be listened on; anything else is passed on. */
export function explainListenError(error: unknown, { host, port }: Address): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const sentences: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} is taken: choose another with PORT=${port + 1} pnpm start.`,
    EACCES: `Port ${port} needs more rights than this user has: choose one above 1023 with PORT=4000 pnpm start.`,
    EADDRNOTAVAIL: `HOST=${host} is no address of this machine.`,
    ENOTFOUND: `HOST=${host} is no address of this machine.`,
  };
  const sentence = sentences[String(code)];
  return sentence === undefined ? error : new LocalError(sentence, { cause: error });
}
