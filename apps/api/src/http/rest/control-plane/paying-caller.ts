import { mayLetPay } from '@purser/domain/access/may';
import type { Permission } from '@purser/domain/access/permissions';
import type { RequestContext } from '@purser/schema/contract/request-context';
import type { FastifyRequest } from 'fastify';
import { notPermitted } from '../../auth/authorise-routes.ts';
import { contextOf } from '../../auth/request-context.ts';

/** The caller of a route that a user token may ask too, once the body says whom it is for (rule A7). */
export function payingCaller(
  request: FastifyRequest,
  permission: Permission,
  userId: string,
): RequestContext {
  const context = contextOf(request);
  if (!mayLetPay(context.caller, permission, userId)) throw notPermitted(context);
  return context;
}
