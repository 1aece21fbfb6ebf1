import type { AlertRecipientsView } from '../../contract/notification.ts';
import type { Rejection } from '../../contract/rejections.ts';
import type { CommandMeta, CommandOutcome, PageRequest } from '../../contract/request-context.ts';
import type { UseCases } from '../use-cases.ts';
import * as more from './stub-more-views.ts';
import * as stripe from './stub-stripe.ts';
import * as stripeMoney from './stub-stripe-money.ts';
import * as subscriptions from './stub-subscriptions.ts';
import * as tenants from './stub-tenants.ts';
import * as views from './stub-views.ts';

export type Call = {
  readonly useCase: string;
  readonly input: unknown;
  readonly meta?: CommandMeta;
};

type Options = {
  /** Rows of every list. */
  readonly rows?: number;
  /** Every command is declined with this. */
  readonly rejection?: Rejection;
};

/** Use cases that answer constants and remember what they were asked, for tests of the schema alone. */
export function stubUseCases({ rows = 3, rejection }: Options = {}) {
  const calls: Call[] = [];
  const query =
    <Value>(useCase: string, value: Value) =>
    async (_ctx: unknown, input: unknown): Promise<Value> => {
      calls.push({ useCase, input });
      return value;
    };
  const page =
    <Item>(useCase: string, item: Item) =>
    async (_ctx: unknown, input: PageRequest) => {
      calls.push({ useCase, input });
      const items = Array.from({ length: Math.min(rows, input.limit) }, () => ({ ...item }));
      return { items, nextCursor: null, ...(input.countUpTo === undefined ? {} : { total: rows }) };
    };
  const command =
    <Value>(useCase: string, value: Value) =>
    async (
      _ctx: unknown,
      input: unknown,
      meta: CommandMeta,
    ): Promise<CommandOutcome<Value, Rejection>> => {
      calls.push({ useCase, input, meta });
      if (rejection !== undefined) return { ok: false, rejection };
      const changes = [{ label: 'requests a day', before: '100', after: '200' }];
      return { ok: true, value, replayed: false, dryRun: meta.dryRun === true, changes };
    };
  const unused = async (): Promise<never> => {
    throw new Error('The schema does not ask this.');
  };
  const useCases: UseCases = {
    project: { get: query('project.get', more.project) },
    clock: { show: query('clock.show', more.clock), move: command('clock.move', more.clock) },
    price: {
      set: command('price.set', more.price),
      setReference: command('price.setReference', more.reference),
    },
    plan: {
      list: page('plan.list', views.plan),
      get: query('plan.get', views.plan),
      upsert: command('plan.upsert', views.plan),
      setReservationFloor: command('plan.setReservationFloor', more.floor),
      bundleFloors: query('plan.bundleFloors', [more.floor]),
    },
    quota: {
      policies: page('quota.policies', views.quotaPolicy),
      setPolicy: command('quota.setPolicy', { ...views.quotaPolicy, reference: more.reference }),
      resetUserWindows: command('quota.resetUserWindows', { resetAt: views.at }),
      breakdown: query('quota.breakdown', views.breakdown),
      clearCache: command('quota.clearCache', { memory: 1, redis: 2 }),
    },
    budget: {
      policies: page('budget.policies', views.budgetPolicy),
      setPolicy: command('budget.setPolicy', views.budgetPolicy),
      providers: query('budget.providers', [more.providerBudget]),
      project: query('budget.project', views.projectBudget),
      topUpProject: command('budget.topUpProject', views.projectBudget),
      setProjectOverdraft: command('budget.setProjectOverdraft', views.projectBudget),
      absorption: query('budget.absorption', []),
      spend: query('budget.spend', []),
      reference: query('budget.reference', more.reference),
      transfers: page('budget.transfers', views.transfer),
      revenue: query('budget.revenue', more.revenue),
      prices: page('budget.prices', more.price),
    },
    grant: {
      list: page('grant.list', views.grant),
      expiring: page('grant.expiring', more.expiring),
      usersWithGrants: page('grant.usersWithGrants', {
        userId: 'ada',
        grantCount: 1,
        requestsPerDay: 100n,
        tokensPerDay: 0n,
        earliestExpiry: null,
        latestPurchase: null,
      }),
      create: command('grant.create', { ...views.grant, reference: more.reference }),
      revoke: command('grant.revoke', { userId: 'ada', grantIds: [views.uuid] }),
    },
    user: {
      search: page('user.search', views.userSummary),
      get: query('user.get', views.user),
      setRole: command('user.setRole', views.user),
      suspend: command('user.suspend', views.user),
      resume: command('user.resume', views.user),
    },
    wallet: {
      get: query('wallet.get', views.wallet),
      list: page('wallet.list', views.wallet),
      totals: query('wallet.totals', views.walletTotals),
      transfers: page('wallet.transfers', views.transfer),
      addCredits: command('wallet.addCredits', { wallet: views.wallet, tokensAdded: 333_333n }),
      refund: command('wallet.refund', stripeMoney.refund),
    },
    payment: {
      create: command('payment.create', stripeMoney.payment),
      checkoutTopUp: command('payment.checkoutTopUp', stripeMoney.checkout),
      checkoutSubscription: command('payment.checkoutSubscription', stripeMoney.checkout),
      portal: command('payment.portal', stripeMoney.portal),
    },
    subscription: {
      list: page('subscription.list', subscriptions.subscription),
      get: query('subscription.get', subscriptions.subscription),
      periods: page('subscription.periods', subscriptions.period),
      periodTransfers: page('subscription.periodTransfers', views.transfer),
      firstPeriodTransfers: async (_ctx, { periodKeys, limit }) => {
        calls.push({ useCase: 'subscription.firstPeriodTransfers', input: { periodKeys, limit } });
        return periodKeys.map(() => ({ items: [views.transfer], nextCursor: null }));
      },
      create: command('subscription.create', {
        action: 'created' as const,
        subscription: subscriptions.subscription,
        stripe: null,
      }),
      renew: command('subscription.renew', subscriptions.renewal),
      topUp: command('subscription.topUp', subscriptions.subscription),
      setOverdraft: command('subscription.setOverdraft', subscriptions.subscription),
      changePlan: command('subscription.changePlan', {
        action: 'upgraded' as const,
        effectiveAt: views.at,
        differenceMicroUsd: 5_000_000n,
        subscription: subscriptions.subscription,
      }),
      cancel: command('subscription.cancel', {
        action: 'applied' as const,
        subscription: subscriptions.subscription,
      }),
      resume: command('subscription.resume', subscriptions.subscription),
      sweep: command('subscription.sweep', {
        action: 'applied' as const,
        count: 1,
        movedMicroUsd: 15_489_999n,
        failed: 0,
        periodKeys: [subscriptions.period.key],
      }),
      reap: command('subscription.reap', { expired: 1, periodKeys: [subscriptions.period.key] }),
    },
    event: {
      list: page('event.list', more.externalEvent),
      get: query('event.get', more.externalEvent),
      effects: async (_ctx, { externalIds }) =>
        externalIds.map(() => ({ transfers: [], audit: [] })),
      retry: command('event.retry', more.externalEvent),
    },
    stripe: {
      reconcile: command('stripe.reconcile', stripe.reconciled),
      status: query('stripe.status', stripe.status),
      drift: query('stripe.drift', stripe.drift),
      fixDrift: command('stripe.fixDrift', { left: [], error: null }),
      requests: page('stripe.requests', stripe.request),
      request: query('stripe.request', stripe.request),
      payments: page('stripe.payments', stripe.payment),
      refunds: page('stripe.refunds', stripe.refund),
      disputes: page('stripe.disputes', stripe.dispute),
      invoices: page('stripe.invoices', stripe.invoice),
    },
    notification: {
      endpoints: query('notification.endpoints', [more.webhookEndpoint]),
      createEndpoint: command('notification.createEndpoint', {
        endpoint: more.webhookEndpoint,
        secret: 'whsec_secret',
      }),
      updateEndpoint: command('notification.updateEndpoint', more.webhookEndpoint),
      rotateSecret: command('notification.rotateSecret', {
        endpoint: more.webhookEndpoint,
        secret: 'whsec_secret',
      }),
      sendTest: command('notification.sendTest', more.delivery),
      mailSettings: query('notification.mailSettings', more.mailSettings),
      setRecipients: command(
        'notification.setRecipients',
        more.mailSettings.recipients[0] as AlertRecipientsView,
      ),
      deleteEndpoint: command('notification.deleteEndpoint', more.webhookEndpoint),
      deliveries: page('notification.deliveries', more.delivery),
      redeliver: command('notification.redeliver', more.delivery),
    },
    ledger: {
      accounts: page('ledger.accounts', views.account),
      account: query('ledger.account', views.account),
      transfers: page('ledger.transfers', views.transfer),
      verify: unused,
    },
    turn: {
      admit: unused,
      check: unused,
      heartbeat: unused,
      settle: unused,
      release: unused,
      batch: unused,
      lineage: query('turn.lineage', {
        turn: views.turn,
        transfers: [views.transfer],
        denials: [views.denial],
      }),
      list: page('turn.list', views.turn),
      denials: page('turn.denials', views.denial),
    },
    audit: { list: page('audit.list', views.auditEntry), verify: unused },
    key: {
      list: query('key.list', [views.serviceKey]),
      create: command('key.create', { key: views.serviceKey, secret: 'psk_secret' }),
      revoke: command('key.revoke', views.serviceKey),
    },
    job: {
      list: query('job.list', [
        { name: 'reap', description: '', schedule: '', lastRun: views.jobRun, nextRunAt: null },
      ]),
      run: command('job.run', views.jobRun),
    },
    dataPlane: {
      createKey: unused,
      snapshot: unused,
      leases: page('dataPlane.leases', tenants.lease),
      reports: unused,
      violations: unused,
      register: unused,
      giveBack: unused,
      allocate: unused,
      report: unused,
    },
    tenant: {
      list: page('tenant.list', tenants.tenant),
      get: query('tenant.get', tenants.tenant),
      plans: query('tenant.plans', [tenants.plan]),
      overrides: query('tenant.overrides', [tenants.override]),
      create: command('tenant.create', tenants.changed),
      update: command('tenant.update', tenants.changed),
      suspend: command('tenant.suspend', tenants.changed),
      resume: command('tenant.resume', tenants.changed),
      delete: command('tenant.delete', tenants.changed),
      overrideQuota: command('tenant.overrideQuota', tenants.overridden),
      endOverride: command('tenant.endOverride', {
        value: tenants.override,
        policyRevision: 7n,
      }),
      upgradePlan: command('tenant.upgradePlan', tenants.upgraded),
    },
    domain: {
      list: query('domain.list', [tenants.domain]),
      add: command('domain.add', { value: tenants.domain, policyRevision: 7n }),
      verify: command('domain.verify', { value: tenants.domain, policyRevision: 7n }),
      remove: command('domain.remove', { value: tenants.domain, policyRevision: 7n }),
    },
    apiKey: {
      list: query('apiKey.list', [tenants.apiKey]),
      create: command('apiKey.create', {
        value: tenants.apiKey,
        policyRevision: 7n,
        key: 'pxl8_live_key',
      }),
      rotate: command('apiKey.rotate', {
        value: tenants.apiKey,
        policyRevision: 7n,
        key: 'pxl8_live_key',
      }),
      revoke: command('apiKey.revoke', { value: tenants.apiKey, policyRevision: 7n }),
    },
    overview: query('overview', more.overview),
  };
  return { useCases, calls };
}
