import type { FastifyInstance } from 'fastify';
import { isLoopback } from '../config/loopback.ts';
import { RefusalError } from './problems/refusal-error.ts';

/**
 * Answers calls to this machine's own names alone. Where demo people sign in without a password, a page from
 * elsewhere could have its name resolve to this machine and then call it as its own origin (DNS rebinding); the
 * browser still says which name it calls.
 */
export function answerOwnHostsOnly(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    if (isOwnHost(request.host)) return done();
    done(
      new RefusalError(
        'misdirected',
        'This server answers as localhost only. Set PUBLIC_URL to serve another name.',
      ),
    );
  });
}

function isOwnHost(host: string): boolean {
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null;
  const name = url?.hostname.replace(/^\[|\]$/g, '') ?? '';
  return name === 'localhost' || name.endsWith('.localhost') || isLoopback(name);
}
