import { may } from '@purser/domain/access/may';
import { isPermission } from '@purser/domain/access/permissions';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { FastifyInstance, FastifyRequest, onRequestHookHandler, RouteOptions } from 'fastify';
import { RefusalError } from '../problems/refusal-error.ts';
import type { Authenticator } from './authenticator.ts';
import type { RoutePermission } from './request-context.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The permission of every route of this scope that names none itself; for routes that plugins bring. */
    scopePermission?: RoutePermission;
    /** Every route with what it asks of its caller, in the order of registration. */
    readonly routeTable: RouteEntry[];
  }
}

export type RouteEntry = {
  readonly method: string;
  readonly url: string;
  readonly permission: RoutePermission;
};

/**
 * Makes every route name its permission: the start fails on one that does not, and each one that is
 * not public gets its check in front of everything else (rule A6).
 */
export function authoriseRoutes(server: FastifyInstance, authenticator: Authenticator): void {
  server.decorateRequest('purserContext', null);
  server.decorate('routeTable', []);
  server.addHook('onRoute', function nameAndCheck(route) {
    const permission = permissionOf(route, this.scopePermission);
    route.config = { ...route.config, permission };
    for (const method of [route.method].flat()) {
      this.routeTable.push({ method, url: route.url, permission });
    }
    // A signature covers the body: routes of data planes check it once the body is there.
    if (permission === 'public' || permission === 'signed') return;
    const check = checkFor(authenticator, permission, route.config.admitsSelf === true);
    route.onRequest = [check, ...[route.onRequest ?? []].flat()];
  });
}

/** What a route may ask instead of a permission. */
const plainPermissions: ReadonlySet<string> = new Set(['public', 'signed-in', 'signed']);

function permissionOf(route: RouteOptions, scoped: RoutePermission | undefined): RoutePermission {
  const permission = route.config?.permission ?? scoped;
  const where = `${String(route.method)} ${route.url}`;
  if (permission === undefined) throw new Error(`The route ${where} names no permission.`);
  if (!plainPermissions.has(permission) && !isPermission(permission)) {
    throw new Error(`The route ${where} names "${permission}", which is no permission.`);
  }
  return permission;
}

/** Callback style, because the warm path of a turn must not wait for a promise. */
function checkFor(
  authenticator: Authenticator,
  permission: Exclude<RoutePermission, 'public' | 'signed'>,
  admitsSelf: boolean,
): onRequestHookHandler {
  const admit = (request: FastifyRequest, context: RequestContext): void => {
    const { caller } = context;
    const isAdmitted =
      permission === 'signed-in' || may(caller, permission) || (admitsSelf && may(caller, 'self'));
    if (!isAdmitted) throw notPermitted(context);
    request.purserContext = context;
  };
  return (request, _reply, done) => {
    const recalled = recallOrRefuse(authenticator, request, done);
    if (recalled === 'refused') return;
    if (recalled === null) {
      authenticator
        .establish(request)
        .then((context) => admit(request, context))
        .then(() => done(), done);
      return;
    }
    try {
      admit(request, recalled);
    } catch (refusal) {
      return done(refusal as Error);
    }
    done();
  };
}

function recallOrRefuse(
  authenticator: Authenticator,
  request: FastifyRequest,
  done: (error: Error) => void,
): RequestContext | null | 'refused' {
  try {
    return authenticator.recall(request);
  } catch (refusal) {
    done(refusal as Error);
    return 'refused';
  }
}

/** Says who the caller is to itself, and nothing of what it asked for. */
export function notPermitted({ caller }: RequestContext): RefusalError {
  const who = caller.kind === 'service-key' ? 'The scopes of this key' : `The role ${caller.role}`;
  return new RefusalError('forbidden', `${who} may not do this.`);
}
