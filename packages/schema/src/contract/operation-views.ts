import type { ProjectBudgetView, ReferenceView } from './money-views.ts';
import type { LimitValues } from './views.ts';

export type AuditEntryView = {
  readonly id: string;
  readonly recordedAt: Date;
  readonly actor: string;
  readonly role: string;
  readonly action: string;
  readonly targetType: string;
  readonly targetId: string;
  readonly reason: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly requestId: string;
  readonly sourceAddress: string | null;
  readonly sealedSeq: bigint | null;
};

export type ServiceKeyView = {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
};

export type JobView = {
  readonly name: string;
  readonly description: string;
  readonly schedule: string;
  readonly lastRun: JobRunView | null;
  readonly nextRunAt: Date | null;
};

export type JobRunView = {
  readonly id: string;
  readonly job: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly handled: number;
  readonly failed: number;
  readonly error: string | null;
  readonly trigger: string;
};

export type AlertView = {
  readonly id: string;
  readonly kind: string;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly title: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
};

export type OverviewView = {
  readonly now: Date;
  readonly clock: { readonly offsetMs: bigint; readonly frozen: boolean };
  readonly project: ProjectBudgetView;
  readonly turnsToday: number;
  readonly deniedToday: number;
  readonly activeUsersToday: number;
  readonly liveTurns: number;
  readonly revenue30d: { readonly purchases: number; readonly totalMicroUsd: bigint };
  readonly expiringGrants7d: number;
  readonly expiringLots7d: number;
  /** Live subscriptions by what Stripe or an operator last said of them. */
  readonly subscriptions: { readonly active: number; readonly pastDue: number };
  readonly fallbackPlans: readonly string[];
  readonly alerts: readonly AlertView[];
  readonly ledger: {
    readonly checkedAt: Date | null;
    readonly balanced: boolean | null;
    /** The first places where the ledger does not say what its transfers say. */
    readonly found: readonly { readonly accountId: string; readonly what: string }[];
  };
  readonly auditChain: {
    readonly checkedAt: Date | null;
    readonly whole: boolean | null;
    readonly sealed: number;
    /** The first place that is not what the entries make of it. */
    readonly brokenAtSeq: bigint | null;
  };
  readonly seeding: { readonly done: number; readonly total: number } | null;
  /** The story of the tour: a denied user, when the demo is on. */
  readonly story: {
    readonly userId: string;
    readonly turnId: string;
    readonly sentence: string;
  } | null;
};

export type ProjectView = {
  readonly tenantUuid: string;
  readonly tenantSlug: string;
  readonly tenantName: string;
  readonly slug: string;
  readonly name: string;
  readonly kind: string;
  readonly defaultPlanId: string;
  readonly fallbackLimits: LimitValues;
  readonly reference: ReferenceView;
  readonly renewalGraceSeconds: number;
  readonly providersRequired: boolean;
  readonly createdAt: Date;
  readonly clock: { readonly now: Date; readonly offsetMs: bigint; readonly frozen: boolean };
};

/** A project's clock; only one of kind demo, test or sandbox can be moved. */
export type ClockView = {
  readonly kind: string;
  readonly now: Date;
  readonly offsetMs: bigint;
  readonly frozen: boolean;
};
