import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

export type CountingRegistry = {
  /** Makes npm and pnpm ask here. */
  readonly env: NodeJS.ProcessEnv;
  /** Bytes of all bodies so far, as they came over the network. */
  readonly bytes: () => number;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Hands every request on to the registry that npm is set to, and counts what comes back. */
export async function openCountingRegistry(): Promise<CountingRegistry> {
  const { stdout } = await promisify(execFile)('npm', ['config', 'get', 'registry']);
  const upstream = stdout.trim().replace(/\/$/, '');
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let bytes = 0;
  const server = createServer((asked, answer) => {
    const headers = { ...asked.headers, host: new URL(upstream).host };
    const onAnswer = (given: IncomingMessage) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      given.pipe(answer);
    };
    const sent = request(upstream + (asked.url ?? ''), { method: asked.method, headers, agent });
    sent.on('response', onAnswer).on('error', (error) => answer.destroy(error));
    asked.pipe(sent);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      npm_config_registry: `http://127.0.0.1:${port}/`,
      pnpm_config_registry: `http://127.0.0.1:${port}/`,
      npm_config_replace_registry_host: 'always',
    },
    bytes: () => bytes,
    async [Symbol.asyncDispose]() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
