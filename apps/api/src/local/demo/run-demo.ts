import { setTimeout as sleep } from 'node:timers/promises';
import { permissions } from '@purser/domain/access/permissions';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { DemoProject } from '../../ports/demo-project.ts';
import { openApiClient } from '../api-client.ts';
import type { Progress } from '../progress.ts';
import type { Instance } from '../start-instance.ts';
import { runDemoApp } from './demo-app.ts';
import type { DemoTarget } from './demo-target.ts';
import { isDemoPaused } from './pause-file.ts';
import type { DemoSeeding } from './seeding.ts';
import { writeDemo } from './write-demo.ts';

export type DemoOptions = {
  /** No demo data in this run. */
  readonly empty: boolean;
  /** Demo data also in a database of the operator's own. */
  readonly demo: boolean;
  /** No demo app. */
  readonly quiet: boolean;
  readonly progress: Progress;
  readonly seeding: DemoSeeding;
  readonly signal: AbortSignal;
};

/** The database may be away for a moment, as after a crash of its own. */
const attemptsMax = 5;
const retryAfterMs = 3_000;

/**
 * Writes what the demo lacks and then keeps it alive, until it is told to end. It never throws: a server without its demo
 * is still a server.
 */
export async function runDemo(instance: Instance, options: DemoOptions): Promise<void> {
  const { signal, progress, seeding } = options;
  for (let attempt = 1; attempt <= attemptsMax && !signal.aborted; attempt += 1) {
    try {
      await attemptDemo(instance, options);
      return;
    } catch (error) {
      if (!signal.aborted) progress.note(`The demo was interrupted: ${String(error)}`);
      await sleep(retryAfterMs, undefined, { signal }).catch(() => {});
    } finally {
      seeding.end();
    }
  }
}

async function attemptDemo(instance: Instance, options: DemoOptions): Promise<void> {
  const target = targetOf(instance);
  if (!(await isWanted(instance, target.project, options))) {
    await target.project.reset();
    return;
  }
  await write(target, options);
  if (!options.quiet) await keepAlive(instance, options.signal);
}

/** The demo acts through the use cases that every surface calls, under a name of its own. */
function targetOf({ app, scope }: Instance): DemoTarget {
  const ctx: RequestContext = {
    caller: {
      kind: 'job',
      id: 'job:demo',
      name: 'Demo',
      role: 'admin',
      permissions: new Set(permissions),
    },
    scope,
    requestId: 'demo',
  };
  return { useCases: app.useCases, ctx, project: app.demoProject(scope) };
}

/** The first start decides for all later ones: the embedded database gets a demo unless it was started empty. */
async function isWanted(
  { config, database }: Instance,
  project: DemoProject,
  { empty, demo }: DemoOptions,
): Promise<boolean> {
  if (!config.loopback || config.publicUrl !== undefined) return false;
  const isNew = (await project.choice()) === null;
  if (demo) await project.choose('demo');
  else if (isNew && (empty || database.isEmbedded)) await project.choose(empty ? 'empty' : 'demo');
  return !empty && (await project.choice()) === 'demo';
}

async function write(
  target: DemoTarget,
  { seeding, progress, signal }: DemoOptions,
): Promise<void> {
  if (await target.project.hasOwnClock()) {
    progress.note('The project’s clock was moved by hand: the demo adds nothing to its past.');
    return;
  }
  let told = 0;
  await progress.step('Writing demo data', async () => {
    await writeDemo(target, {
      signal,
      onProgress: ({ done, total }) => {
        seeding.advance({ done, total });
        const percent = Math.floor((done / total) * 100);
        if (percent < told + 25 || percent === 100) return;
        told = percent - (percent % 25);
        progress.note(`demo data: ${told} %`);
      },
    });
  });
  seeding.end();
}

/** Tokens of demo people last 12 h. */
const tokenRenewalMs = 3_600_000;

async function keepAlive({ config, directory, url }: Instance, signal: AbortSignal): Promise<void> {
  if (config.identity.kind !== 'built-in') return;
  const { makeDemoToken } = await import('../../composition/make-demo-token.ts');
  let token = { text: '', untilMs: 0 };
  const client = openApiClient(url, async () => {
    const nowMs = performance.now();
    if (nowMs > token.untilMs) {
      const text = await makeDemoToken(config, 'admin');
      token = { text, untilMs: nowMs + tokenRenewalMs };
    }
    return token.text;
  });
  try {
    await runDemoApp({ client, signal, isPaused: () => isDemoPaused(directory) });
  } finally {
    client.close();
  }
}
