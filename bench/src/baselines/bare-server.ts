import { randomUUID } from 'node:crypto';
import { hmacHasher } from '@purser/api/src/adapters/system/hmac-hasher.ts';
import { machine } from '@purser/api/src/adapters/system/machine.ts';
import { createLogger } from '@purser/api/src/composition/create-logger.ts';
import { ServiceKeys } from '@purser/api/src/http/auth/service-keys.ts';
import { RequestLog } from '@purser/api/src/http/request-log.ts';
import { compileZodValidator } from '@purser/api/src/http/zod-compilers.ts';
import { prefixOfSecret } from '@purser/api/src/use-cases/key/draw-secret.ts';
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';

/**
 * A bare Fastify with what both sides of a comparison share: the log, a request id, the check of a
 * service key, and bodies checked by the same schemas. The rest of the request is the baseline's.
 */
export function bareServer(key: string): FastifyInstance {
  const logger: FastifyBaseLogger = createLogger({ logLevel: 'info', production: true });
  const server = fastify({
    loggerInstance: logger,
    logController: new RequestLog(),
    genReqId: () => randomUUID(),
  });
  const keys = onlyKey(key);
  server.setValidatorCompiler(compileZodValidator);
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    const secret = (request.headers.authorization ?? '').slice('Bearer '.length);
    const known = keys.recall(secret);
    if (known !== undefined) return done(known === null ? new Error('unknown key') : undefined);
    keys.find(secret).then(() => done(), done);
  });
  return server;
}

/** Keys as the product recognises them, from memory, looked up anew every few seconds. */
function onlyKey(secret: string): ServiceKeys {
  const hasher = hmacHasher(Buffer.alloc(32, 'bench'));
  const stored = {
    id: 'bench',
    name: 'bench',
    hmac: hasher.hmac(secret),
    scopes: ['turns', 'read'],
    revoked: false,
    scope: {
      tenantId: 1,
      projectId: 1,
      tenantUuid: '00000000-0000-4000-8000-000000000001',
      tenantSlug: 'home',
      projectSlug: 'demo',
    },
  };
  return new ServiceKeys({
    lookup: {
      findByPrefix: async (prefix) => (prefix === prefixOfSecret(secret) ? stored : null),
      noteUse: async () => undefined,
    },
    hashers: [hasher],
    system: machine,
    onFailure: () => undefined,
  });
}

/** Listens on a free port and says so. */
export async function announce(server: FastifyInstance): Promise<void> {
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  process.stdout.write(`Bare server is ready: ${url} \n`);
}
