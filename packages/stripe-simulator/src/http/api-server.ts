import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { breakAnswer } from '../faults/break-answer.ts';
import type { RequestFault, RequestFaults } from '../faults/request-faults.ts';
import { apiVersion, type World } from '../world/world.ts';
import { type Answer, answerRequest, refusalOf } from './answer-request.ts';
import { invalidRequest } from './api-error.ts';
import { authenticate } from './authenticate.ts';
import type { Includables } from './expand.ts';
import { decodeForm } from './form.ts';
import { claimKey, fingerprintOf } from './idempotency.ts';
import type { Route } from './route.ts';

export type ApiDeps = {
  readonly world: World;
  readonly routes: readonly Route[];
  readonly includables: Includables;
  readonly faults: RequestFaults;
  readonly isAcceptedKey: (key: string) => boolean;
  /** Called after every request that may have changed something. */
  readonly onChange: () => void;
  readonly onFault: (error: unknown) => void;
};

/** Serves Stripe's API under `/v1`. */
export function registerApi(server: FastifyInstance, deps: ApiDeps): void {
  for (const route of deps.routes) {
    server.route({
      method: route.method,
      url: route.path,
      handler: (request, reply) => handle(deps, route, request, reply),
    });
  }
  server.all('/v1/*', (request, reply) => handle(deps, unknownRoute(request), request, reply));
}

async function handle(
  deps: ApiDeps,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const requestId = deps.world.ids.next('req_', 14);
  reply.header('request-id', requestId);
  reply.header('stripe-version', request.headers['stripe-version'] ?? apiVersion);
  const fault = deps.faults.strike(request.method, pathOf(request));
  if (fault !== undefined && isBroken(fault, 'before')) return breakAnswer(reply, fault.answer);
  const answer = await answerOf(deps, { route, request, reply, requestId, fault });
  if (fault !== undefined && isBroken(fault, 'after')) return breakAnswer(reply, fault.answer);
  return reply.code(answer.status).send(answer.body);
}

type Broken = RequestFault & { readonly answer: Exclude<RequestFault['answer'], 'stall'> };

function isBroken(fault: RequestFault, when: RequestFault['when']): fault is Broken {
  return fault.when === when && fault.answer !== 'stall';
}

type Asking = {
  readonly route: Route;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly requestId: string;
  readonly fault: RequestFault | undefined;
};

async function answerOf(
  deps: ApiDeps,
  { route, request, reply, requestId, fault }: Asking,
): Promise<Answer> {
  const { world, faults, onFault } = deps;
  try {
    authenticate(request.headers.authorization, deps.isAcceptedKey);
    const path = pathOf(request);
    const sent = sentBy(request);
    const key = keyOf(request);
    if (key !== null) reply.header('idempotency-key', key);
    const kept = key && claimKey(world, key, fingerprintOf(request.method, path, sent));
    if (kept) {
      reply.header('idempotent-replayed', 'true');
      return kept;
    }
    if (fault?.answer === 'stall' && fault.when === 'before') await faults.stall();
    const asked = { route, form: decodeForm(sent), id: idIn(request), path, requestId, key };
    const answer = answerRequest(world, deps.includables, asked, onFault);
    deps.onChange();
    if (fault?.answer === 'stall' && fault.when === 'after') await faults.stall();
    return answer;
  } catch (error) {
    return refusalOf(error, onFault);
  }
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?')[0] ?? url;
}

/** What a request says, in its address or in its body. */
function sentBy(request: FastifyRequest): string {
  const query = request.url.split('?')[1] ?? '';
  const body = typeof request.body === 'string' ? request.body : '';
  return [query, body].filter((part) => part !== '').join('&');
}

function keyOf({ method, headers }: FastifyRequest): string | null {
  const key = headers['idempotency-key'];
  return method === 'POST' && typeof key === 'string' && key !== '' ? key : null;
}

function idIn({ params }: FastifyRequest): string {
  const id: unknown =
    typeof params === 'object' && params !== null ? Reflect.get(params, 'id') : '';
  return typeof id === 'string' ? id : '';
}

/** An address that Stripe does not have, or the simulator does not. */
function unknownRoute({ method, url }: FastifyRequest): Route {
  return {
    method: 'GET',
    path: url,
    run: () => {
      throw invalidRequest(`Unrecognized request URL (${method}: ${url.split('?')[0]}).`, {
        status: 404,
      });
    },
  };
}
