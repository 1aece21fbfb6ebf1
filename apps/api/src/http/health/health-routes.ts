import type { FastifyInstance } from 'fastify';

/** One thing the server needs to do its work. */
export type ReadinessCheck = {
  readonly name: string;
  /** Null when it is there, else the reason why not, as a sentence. */
  readonly check: () => Promise<string | null>;
};

/** A check that hangs is a check that failed; orchestrators ask every few seconds. */
const checkMsMax = 2_000;

/**
 * `GET /health/live`: the process answers. `GET /health/ready`: it can also do its work; 503 with
 * the reasons in words when not.
 */
export function serveHealth(server: FastifyInstance, checks: readonly ReadinessCheck[]): void {
  const open = { config: { permission: 'public' as const }, schema: { hide: true } };
  server.get('/health/live', open, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { status: 'ok' };
  });
  server.get('/health/ready', open, async (_request, reply) => {
    const results = await askAll(checks);
    const reasons = results.flatMap(({ reason }) => reason ?? []);
    reply.header('cache-control', 'no-store');
    if (reasons.length > 0) reply.code(503).header('retry-after', 1);
    return {
      status: reasons.length === 0 ? 'ok' : 'not_ready',
      reasons,
      checks: Object.fromEntries(results.map(({ name, reason }) => [name, reason ?? 'ok'])),
    };
  });
}

export type ReadinessResult = { readonly name: string; readonly reason: string | null };

/** Asks all at once. */
export function askAll(checks: readonly ReadinessCheck[]): Promise<readonly ReadinessResult[]> {
  return Promise.all(checks.map(ask));
}

async function ask({ name, check }: ReadinessCheck): Promise<ReadinessResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`${name} does not answer.`), checkMsMax);
  });
  try {
    return { name, reason: await Promise.race([check(), late]) };
  } catch {
    // The reason is for whoever may ask; what went wrong in detail is in the log of what failed.
    return { name, reason: `${name} cannot be reached.` };
  } finally {
    clearTimeout(timer);
  }
}
