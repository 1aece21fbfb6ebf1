import type { RedisClient } from './redis-client.ts';
import { readScript, runScript } from './script.ts';
import { followServer } from './server-session.ts';

const scripts = {
  decide: readScript('decide'),
  live: readScript('live'),
  tell: readScript('tell'),
  load: readScript('load'),
};

export type ScriptCall = {
  readonly keys: readonly string[];
  readonly args: readonly (string | Buffer)[];
};

/** Runs a counter script on the server of the moment. */
export type ScriptRunner = (name: keyof typeof scripts, call: ScriptCall) => Promise<unknown>;

/**
 * Runs scripts and puts the server's instance before their arguments. When the connection breaks
 * or the server steps down, the call is made again on the next connection, until `patienceMs` have passed.
 */
export function scriptRunner(client: RedisClient, patienceMs: number): ScriptRunner {
  const session = followServer(client);
  return async (name, { keys, args }) => {
    const script = scripts[name];
    let waitMs = patienceMs;
    for (;;) {
      const startedAt = performance.now();
      const instance = session.instance() ?? (await session.connected(waitMs));
      try {
        return await runScript(client, script, { keys, args: [instance, ...args] });
      } catch (error) {
        waitMs -= performance.now() - startedAt;
        if (waitMs <= 0 || !isPassing(error)) throw error;
        await pause();
      }
    }
  };
}

/** Whether another server, or this one in a moment, may answer. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'MaxRetriesPerRequestError' ||
      /^(READONLY|LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)\b/.test(error.message) ||
      /Connection is closed|Stream isn't writeable|isn't ready|connection close/.test(
        error.message,
      ))
  );
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
