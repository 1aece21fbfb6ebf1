import type { ProjectScope, RequestContext } from '@purser/schema/contract/request-context';

/** Stripe as the ledger and the audit log remember it, for what it tells and answers. */
export function stripeContext(scope: ProjectScope, requestId: string): RequestContext {
  return {
    caller: {
      kind: 'webhook',
      id: 'webhook:stripe',
      name: 'Stripe',
      role: 'webhook',
      permissions: new Set(),
    },
    scope,
    requestId,
  };
}
