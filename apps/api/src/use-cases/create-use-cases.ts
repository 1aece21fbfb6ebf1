import type { UseCases } from '@purser/schema/graphql/use-cases';
import { apiKeyUseCases } from './api-key/api-key-use-cases.ts';
import { budgetUseCases } from './budget/budget-use-cases.ts';
import { clockUseCases } from './clock/clock-use-cases.ts';
import { bindCommand } from './command/bind-command.ts';
import { dataPlaneUseCases } from './data-plane/data-plane-use-cases.ts';
import { domainUseCases } from './domain/domain-use-cases.ts';
import { grantUseCases } from './grant/grant-use-cases.ts';
import { keyUseCases } from './key/key-use-cases.ts';
import { readOverview } from './overview/read-overview.ts';
import { planUseCases } from './plan/plan-use-cases.ts';
import { setPrice } from './price/set-price.ts';
import { setReferencePrice } from './price/set-reference-price.ts';
import { projectNow } from './project-now.ts';
import { quotaUseCases } from './quota/quota-use-cases.ts';
import { paymentUseCases } from './stripe/payments/payment-use-cases.ts';
import { subscriptionUseCases } from './subscription/subscription-use-cases.ts';
import { tenantUseCases } from './tenant/tenant-use-cases.ts';
import type { OtherUseCases, UseCaseDeps } from './use-case-deps.ts';
import { userUseCases } from './user/user-use-cases.ts';
import { walletUseCases } from './wallet/wallet-use-cases.ts';

/** Everything a surface can ask, in one object that the compiler checks whole. */
export function createUseCases(deps: UseCaseDeps, others: OtherUseCases): UseCases {
  const { readers } = deps;
  return {
    project: {
      get: async (ctx) => readers.policies.project(ctx.scope, await projectNow(deps, ctx)),
    },
    clock: clockUseCases(deps),
    price: {
      set: bindCommand(deps, setPrice),
      setReference: bindCommand(deps, setReferencePrice),
    },
    plan: planUseCases(deps),
    quota: quotaUseCases(deps),
    budget: budgetUseCases(deps),
    grant: grantUseCases(deps),
    user: userUseCases(deps),
    wallet: walletUseCases(deps),
    payment: paymentUseCases(deps),
    subscription: subscriptionUseCases(deps),
    event: others.event,
    stripe: others.stripe,
    notification: others.notification,
    ledger: {
      accounts: (ctx, filter) => readers.ledger.accounts(ctx.scope, filter),
      account: (ctx, { id, at }) => readers.ledger.account(ctx.scope, id, at),
      transfers: (ctx, filter) => readers.ledger.transfers(ctx.scope, filter),
      verify: others.verifyLedger,
    },
    turn: {
      ...others.turn,
      lineage: (ctx, { turnId }) => readers.turns.lineage(ctx.scope, turnId),
      list: (ctx, filter) => readers.turns.list(ctx.scope, filter),
      denials: (ctx, filter) => readers.turns.denials(ctx.scope, filter),
    },
    audit: {
      list: (ctx, filter) => readers.audit.list(ctx.scope, filter),
      verify: others.verifyAudit,
    },
    key: keyUseCases(deps),
    job: others.job,
    dataPlane: dataPlaneUseCases(deps),
    tenant: tenantUseCases(deps),
    domain: domainUseCases(deps),
    apiKey: apiKeyUseCases(deps),
    overview: (ctx) => readOverview(deps, ctx),
  };
}
