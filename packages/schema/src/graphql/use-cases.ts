import type { BreakdownView } from '@purser/domain/breakdown/breakdown';
import type { ClockMove } from '@purser/domain/clock/move-clock';
import type * as planes from '../contract/data-plane.ts';
import type * as events from '../contract/event.ts';
import type * as inputs from '../contract/inputs.ts';
import type * as moneyViews from '../contract/money-views.ts';
import type * as notifications from '../contract/notification.ts';
import type * as operationViews from '../contract/operation-views.ts';
import type { Rejection } from '../contract/rejections.ts';
import type {
  CommandMeta,
  CommandOutcome,
  Page,
  PageRequest,
  RequestContext,
} from '../contract/request-context.ts';
import type * as stripeMoney from '../contract/stripe-money.ts';
import type * as stripe from '../contract/stripe-views.ts';
import type * as subscriptions from '../contract/subscription.ts';
import type * as tenants from '../contract/tenant.ts';
import type * as turns from '../contract/turn.ts';
import type * as turnViews from '../contract/turn-views.ts';
import type * as views from '../contract/views.ts';

type Command<Input, Value> = (
  ctx: RequestContext,
  input: Input,
  meta: CommandMeta,
) => Promise<CommandOutcome<Value, Rejection>>;

type Query<Input, Value> = (ctx: RequestContext, input: Input) => Promise<Value>;

/**
 * Everything a surface can ask of Purser. Routes, resolvers, jobs and the CLI call these and hold no
 * rule of their own; apps/api/src/use-cases implements them, one file each.
 */
export interface UseCases {
  readonly project: {
    readonly get: Query<Record<string, never>, operationViews.ProjectView>;
  };
  readonly clock: {
    readonly show: Query<Record<string, never>, operationViews.ClockView>;
    /** Declined in live projects, and backwards. */
    readonly move: Command<ClockMove, operationViews.ClockView>;
  };
  readonly price: {
    /** Appends a version to the price table. */
    readonly set: Command<inputs.SetPrice, moneyViews.PriceView>;
    readonly setReference: Command<inputs.SetReferencePrice, moneyViews.ReferenceView>;
  };
  readonly plan: {
    readonly list: Query<inputs.PlanFilter & PageRequest, Page<views.PlanView>>;
    readonly get: Query<{ planId: string }, views.PlanView | null>;
    readonly upsert: Command<inputs.UpsertPlan, views.PlanView>;
    readonly setReservationFloor: Command<
      inputs.SetReservationFloor,
      moneyViews.ReservationFloorView
    >;
    /** Bundles that have a reservation floor of their own, by id. */
    readonly bundleFloors: Query<Record<string, never>, readonly moneyViews.ReservationFloorView[]>;
  };
  readonly quota: {
    readonly policies: Query<inputs.QuotaPolicyFilter & PageRequest, Page<views.QuotaPolicyView>>;
    readonly setPolicy: Command<inputs.SetQuotaPolicy, moneyViews.Priced<views.QuotaPolicyView>>;
    readonly resetUserWindows: Command<{ userId: string }, { resetAt: Date }>;
    readonly breakdown: Query<inputs.BreakdownRequest, BreakdownView | null>;
    readonly clearCache: Command<Record<string, never>, { memory: number; redis: number }>;
  };
  readonly budget: {
    readonly policies: Query<inputs.BudgetPolicyFilter & PageRequest, Page<views.BudgetPolicyView>>;
    readonly setPolicy: Command<inputs.SetBudgetPolicy, views.BudgetPolicyView>;
    readonly providers: Query<Record<string, never>, readonly moneyViews.ProviderBudgetView[]>;
    readonly project: Query<Record<string, never>, moneyViews.ProjectBudgetView>;
    readonly topUpProject: Command<inputs.TopUpProject, moneyViews.ProjectBudgetView>;
    readonly setProjectOverdraft: Command<
      { overdraftMicroUsd: bigint | null },
      moneyViews.ProjectBudgetView
    >;
    readonly absorption: Query<inputs.AbsorptionRequest, readonly inputs.AbsorptionRow[]>;
    readonly spend: Query<inputs.SpendRequest, readonly moneyViews.SpendPoint[]>;
    readonly reference: Query<Record<string, never>, moneyViews.ReferenceView>;
    /** Transfers of the project's own account, newest first. */
    readonly transfers: Query<inputs.TransferMatch & PageRequest, Page<moneyViews.TransferView>>;
    readonly revenue: Query<{ from: Date; to: Date }, moneyViews.RevenueView>;
    readonly prices: Query<inputs.PriceFilter & PageRequest, Page<moneyViews.PriceView>>;
  };
  readonly grant: {
    readonly list: Query<inputs.GrantFilter & PageRequest, Page<views.GrantView>>;
    /** Grants, wallet lots and subscriptions that end within so many days, soonest first. */
    readonly expiring: Query<{ withinDays: number } & PageRequest, Page<views.ExpiringView>>;
    readonly usersWithGrants: Query<
      inputs.UserSearchText & PageRequest,
      Page<inputs.UserGrantTotals>
    >;
    readonly create: Command<inputs.CreateGrant, moneyViews.Priced<views.GrantView>>;
    /** Revokes one grant, all add grants of a pair, or all replace grants of a user. */
    readonly revoke: Command<inputs.RevokeGrants, { userId: string; grantIds: readonly string[] }>;
  };
  readonly user: {
    readonly search: Query<inputs.UserFilter & PageRequest, Page<views.UserSummaryView>>;
    readonly get: Query<{ userId: string }, views.UserView | null>;
    readonly setRole: Command<inputs.SetUserRole, views.UserView>;
    readonly suspend: Command<{ userId: string }, views.UserView>;
    readonly resume: Command<{ userId: string }, views.UserView>;
  };
  readonly wallet: {
    readonly get: Query<{ userId: string }, moneyViews.WalletView>;
    /** Everybody who was ever given a lot, by user id. */
    readonly list: Query<inputs.WalletFilter & PageRequest, Page<moneyViews.WalletView>>;
    readonly totals: Query<Record<string, never>, moneyViews.WalletTotalsView>;
    readonly transfers: Query<
      { userId: string } & inputs.TransferMatch & PageRequest,
      Page<moneyViews.TransferView>
    >;
    readonly addCredits: Command<
      inputs.AddWalletCredits,
      { wallet: moneyViews.WalletView; tokensAdded: bigint }
    >;
    /** Pays bought credits back; the answer may still be pending at Stripe. */
    readonly refund: Command<stripeMoney.RefundWallet, stripeMoney.RefundView>;
  };
  readonly payment: {
    /** Opens a payment at Stripe; money is credited once Stripe tells that it has succeeded. */
    readonly create: Command<stripeMoney.CreatePayment, stripeMoney.PaymentView>;
    readonly checkoutTopUp: Command<stripeMoney.OpenCheckout, stripeMoney.CheckoutView>;
    readonly checkoutSubscription: Command<
      stripeMoney.OpenSubscriptionCheckout,
      stripeMoney.CheckoutView
    >;
    readonly portal: Command<stripeMoney.OpenPortal, stripeMoney.PortalView>;
  };
  readonly subscription: {
    readonly list: Query<
      subscriptions.SubscriptionFilter & PageRequest,
      Page<subscriptions.SubscriptionView>
    >;
    /** The live one, else the newest; null when there never was one. */
    readonly get: Query<{ userId: string }, subscriptions.SubscriptionView | null>;
    /** Newest first. */
    readonly periods: Query<
      subscriptions.PeriodFilter & PageRequest,
      Page<subscriptions.PeriodView>
    >;
    /** Transfers of one period's account, newest first; null when the user has no such period. */
    readonly periodTransfers: Query<
      { userId: string; periodKey: string } & inputs.TransferMatch & PageRequest,
      Page<moneyViews.TransferView> | null
    >;
    /** The newest transfers of each of many periods, in their order: what a list of periods shows. */
    readonly firstPeriodTransfers: Query<
      { periodKeys: readonly string[]; limit: number },
      readonly Page<moneyViews.TransferView>[]
    >;
    readonly create: Command<subscriptions.CreateSubscription, subscriptions.SubscriptionCreated>;
    readonly renew: Command<subscriptions.RenewSubscription, subscriptions.Renewal>;
    readonly topUp: Command<subscriptions.TopUpSubscription, subscriptions.SubscriptionView>;
    readonly setOverdraft: Command<
      subscriptions.SetSubscriptionOverdraft,
      subscriptions.SubscriptionView
    >;
    readonly changePlan: Command<subscriptions.ChangePlan, subscriptions.PlanChanged>;
    readonly cancel: Command<subscriptions.CancelSubscription, subscriptions.SubscriptionCanceled>;
    readonly resume: Command<{ userId: string }, subscriptions.SubscriptionView>;
    readonly sweep: Command<subscriptions.SweepPeriods, subscriptions.PeriodsSwept>;
    readonly reap: Command<subscriptions.ReapHolds, subscriptions.HoldsReaped>;
  };
  readonly event: {
    /** Outside events, newest first. */
    readonly list: Query<events.EventFilter & PageRequest, Page<events.ExternalEventView>>;
    readonly get: Query<{ id: string }, events.ExternalEventView | null>;
    /** What each of these events of Stripe changed, in their order. */
    readonly effects: Query<{ externalIds: readonly string[] }, readonly events.EventEffects[]>;
    /** Tries an event again, at once; the answer shows what came of it. */
    readonly retry: Command<events.RetryEvent, events.ExternalEventView>;
  };
  readonly stripe: {
    /** Asks for every pending request now, and takes in what no webhook brought. */
    readonly reconcile: Command<stripe.ReconcileStripe, stripe.StripeReconciled>;
    readonly status: Query<Record<string, never>, stripe.StripeStatusView>;
    /** Compares subscriptions and the payments of so many days with Stripe. */
    readonly drift: Query<{ days: number }, stripe.StripeDriftView>;
    /** Applies one object as Stripe has it now. */
    readonly fixDrift: Command<stripe.FixDrift, stripe.DriftFixed>;
    /** Newest first, as all of these. */
    readonly requests: Query<
      stripe.StripeRequestFilter & PageRequest,
      Page<stripe.StripeRequestView>
    >;
    readonly request: Query<{ id: string }, stripe.StripeRequestView | null>;
    readonly payments: Query<
      stripe.StripeObjectFilter & PageRequest,
      Page<stripe.StripePaymentView>
    >;
    readonly refunds: Query<stripe.StripeObjectFilter & PageRequest, Page<stripe.StripeRefundView>>;
    readonly disputes: Query<
      stripe.StripeObjectFilter & PageRequest,
      Page<stripe.StripeDisputeView>
    >;
    readonly invoices: Query<
      stripe.StripeInvoiceFilter & PageRequest,
      Page<stripe.StripeInvoiceView>
    >;
  };
  readonly notification: {
    readonly endpoints: Query<Record<string, never>, readonly notifications.WebhookEndpointView[]>;
    /** The secret is shown once; null where there is none to show. */
    readonly createEndpoint: Command<
      notifications.CreateWebhookEndpoint,
      { endpoint: notifications.WebhookEndpointView; secret: string | null }
    >;
    readonly updateEndpoint: Command<
      notifications.UpdateWebhookEndpoint,
      notifications.WebhookEndpointView
    >;
    /** The new secret is shown once; the old one signs beside it for a day. */
    readonly rotateSecret: Command<
      { id: string },
      { endpoint: notifications.WebhookEndpointView; secret: string | null }
    >;
    readonly deleteEndpoint: Command<{ id: string }, notifications.WebhookEndpointView>;
    /** Sends an endpoint an alert that says it is a test. */
    readonly sendTest: Command<{ id: string }, notifications.DeliveryView>;
    readonly mailSettings: Query<Record<string, never>, notifications.MailSettings>;
    readonly setRecipients: Command<
      notifications.SetAlertRecipients,
      notifications.AlertRecipientsView
    >;
    readonly deliveries: Query<
      notifications.DeliveryFilter & PageRequest,
      Page<notifications.DeliveryView>
    >;
    readonly redeliver: Command<{ id: string }, notifications.DeliveryView>;
  };
  readonly ledger: {
    readonly accounts: Query<inputs.AccountFilter & PageRequest, Page<moneyViews.AccountView>>;
    /** One account, its balance as of now or of a past instant. */
    readonly account: Query<{ id: string; at?: Date | undefined }, moneyViews.AccountView | null>;
    readonly transfers: Query<inputs.TransferFilter & PageRequest, Page<moneyViews.TransferView>>;
    readonly verify: Query<Record<string, never>, inputs.LedgerVerification>;
  };
  readonly turn: {
    readonly admit: Query<turns.AdmitTurn, turns.TurnOutcome<turns.AdmitAnswer>>;
    readonly check: Query<turns.AdmitTurn, turns.TurnOutcome<turns.AdmitAnswer>>;
    readonly heartbeat: Query<{ turnId: string }, turns.TurnOutcome<turns.HeartbeatAnswer>>;
    readonly settle: Query<turns.SettleTurn, turns.TurnOutcome<turns.SettleAnswer>>;
    readonly release: Query<{ turnId: string }, turns.TurnOutcome<turns.ReleaseAnswer>>;
    readonly batch: Query<turns.TurnBatch, turns.TurnBatchAnswer>;
    readonly lineage: Query<{ turnId: string }, turnViews.TurnLineageView>;
    readonly list: Query<inputs.TurnFilter & PageRequest, Page<turnViews.TurnView>>;
    readonly denials: Query<inputs.DenialFilter & PageRequest, Page<turnViews.DenialView>>;
  };
  readonly audit: {
    readonly list: Query<inputs.AuditFilter & PageRequest, Page<operationViews.AuditEntryView>>;
    readonly verify: Query<
      Record<string, never>,
      { sealed: number; unsealed: number; brokenAtSeq: bigint | null }
    >;
  };
  readonly key: {
    readonly list: Query<Record<string, never>, readonly operationViews.ServiceKeyView[]>;
    readonly create: Command<
      inputs.CreateServiceKey,
      { key: operationViews.ServiceKeyView; secret: string }
    >;
    readonly revoke: Command<{ id: string }, operationViews.ServiceKeyView>;
  };
  readonly job: {
    readonly list: Query<Record<string, never>, readonly operationViews.JobView[]>;
    readonly run: Command<{ name: string }, operationViews.JobRunView>;
  };
  /** What data planes ask; they are no callers with permissions, but known by their signature. */
  readonly dataPlane: {
    readonly createKey: Command<{ dataplaneId: string }, planes.MadeDataPlaneKey>;
    readonly snapshot: () => Promise<planes.PolicySnapshot>;
    readonly leases: Query<planes.LeaseFilter, Page<planes.LeaseView>>;
    readonly reports: Query<planes.ReportFilter, Page<planes.UsageReportView>>;
    readonly violations: Query<planes.ViolationFilter, planes.ViolationPage>;
    readonly register: (
      call: planes.DataPlaneCall,
      input: planes.RegisterInstance,
    ) => Promise<planes.DataPlaneOutcome<planes.RegisteredInstance>>;
    readonly giveBack: (
      call: planes.DataPlaneCall,
      input: planes.ReturnBudget,
    ) => Promise<planes.DataPlaneOutcome<planes.ReturnedBudget>>;
    /** Each item's outcome, in the order of the items. */
    readonly allocate: (
      call: planes.DataPlaneCall,
      items: readonly planes.AllocateBudget[],
    ) => Promise<readonly planes.DataPlaneOutcome<planes.BudgetAnswer>[]>;
    readonly report: (
      call: planes.DataPlaneCall,
      items: readonly planes.ReportUsage[],
    ) => Promise<readonly planes.DataPlaneOutcome<planes.UsageAnswer>[]>;
  };
  readonly tenant: {
    /** Newest first: all tenants for operators of the home tenant, else the request's own. */
    readonly list: Query<tenants.TenantFilter & PageRequest, Page<tenants.TenantView>>;
    /** Null for one that the caller does not reach. */
    readonly get: Query<{ tenantId: string }, tenants.TenantView | null>;
    /** The catalogue: what tenants may move to, cheapest first. */
    readonly plans: Query<Record<string, never>, readonly tenants.TenantPlanView[]>;
    readonly overrides: Query<{ tenantId: string }, readonly tenants.OverrideView[]>;
    readonly create: Command<tenants.CreateTenant, tenants.TenantChanged>;
    readonly update: Command<tenants.UpdateTenant, tenants.TenantChanged>;
    readonly suspend: Command<{ tenantId: string }, tenants.TenantChanged>;
    readonly resume: Command<{ tenantId: string }, tenants.TenantChanged>;
    readonly delete: Command<{ tenantId: string }, tenants.TenantChanged>;
    readonly overrideQuota: Command<tenants.OverrideQuota, tenants.QuotaOverridden>;
    readonly endOverride: Command<
      { tenantId: string; overrideId: string },
      tenants.WithRevision<tenants.OverrideView>
    >;
    /** The request's own tenant. */
    readonly upgradePlan: Command<{ planId: string }, tenants.PlanUpgraded>;
  };
  readonly domain: {
    readonly list: Query<{ tenantId: string }, readonly tenants.DomainView[]>;
    readonly add: Command<{ name: string }, tenants.WithRevision<tenants.DomainView>>;
    /** Looks the proof up now; `lastCheck` says what was found. */
    readonly verify: Command<{ id: string }, tenants.WithRevision<tenants.DomainView>>;
    readonly remove: Command<{ id: string }, tenants.WithRevision<tenants.DomainView>>;
  };
  readonly apiKey: {
    readonly list: Query<{ tenantId: string }, readonly tenants.ApiKeyView[]>;
    /** The key is shown once; null where there is none to show. */
    readonly create: Command<
      tenants.CreateApiKey,
      tenants.WithRevision<tenants.ApiKeyView> & { readonly key: string | null }
    >;
    /** Of the request's own tenant, or of the one named, by who may change tenants. */
    readonly rotate: Command<
      tenants.RotateApiKey & { readonly tenantId?: string | undefined },
      tenants.WithRevision<tenants.ApiKeyView> & { readonly key: string | null }
    >;
    readonly revoke: Command<{ id: string }, tenants.WithRevision<tenants.ApiKeyView>>;
  };
  readonly overview: Query<Record<string, never>, operationViews.OverviewView>;
}
