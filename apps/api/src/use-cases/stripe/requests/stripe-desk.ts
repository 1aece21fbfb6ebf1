import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { StripeGateway } from '../../../ports/stripe-gateway.ts';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import { type AskDeps, askRequest } from './ask-request.ts';
import { requestKinds } from './kinds.ts';

/** Where commands that need Stripe turn to once their request is stored. */
export type StripeDesk = {
  readonly gateway: StripeGateway;
  /** Asks for a stored request, and answers it as it stands afterwards; it may still be pending (rule X2). */
  readonly ask: (scope: ProjectScope, requestId: string) => Promise<StripeRequestRecord | null>;
};

export function createStripeDesk(deps: Omit<AskDeps, 'kinds'>): StripeDesk {
  return {
    gateway: deps.gateway,
    ask: (scope, requestId) => askRequest({ ...deps, kinds: requestKinds }, scope, requestId),
  };
}
