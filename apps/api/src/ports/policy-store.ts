import type { QuotaPolicyView } from '@purser/schema/contract/views';

/** What holds for the whole project (rules P5, P7 and M7). */
export type ProjectSettings = {
  readonly defaultPlanId: string;
  readonly fallbackMaxConcurrent: bigint | null;
  readonly fallbackRequestsPerDay: bigint | null;
  readonly fallbackTokensPerDay: bigint | null;
  readonly referenceProvider: string;
  readonly referenceModel: string;
  readonly referencePricePicoUsd: bigint;
  readonly renewalGraceSeconds: number;
  readonly providersRequired: boolean;
};

/** A replaced version of a plan, policy, price or setting: kept for ever. */
export type PolicyVersionRecord = {
  readonly id: string;
  readonly subject:
    | 'plan'
    | 'quota_policy'
    | 'budget_policy'
    | 'price'
    | 'reference_price'
    | 'bundle_floor'
    | 'project_overdraft';
  readonly subjectId: string;
  readonly version: number;
  readonly before: unknown;
  readonly after: unknown;
  readonly actor: string;
  readonly reason: string;
  readonly changedAt: Date;
};

export interface PolicyStore {
  settings(): Promise<ProjectSettings>;
  /** Reads a policy and keeps other commands from it until this transaction ends, also while it is missing. */
  lockQuota(planId: string, bundleId: string): Promise<QuotaPolicyView | null>;
  /** Inserts or replaces the policy of this plan and bundle. */
  saveQuota(policy: QuotaPolicyView): Promise<void>;
  /** Plans that have an active policy for the whole project; the others fall back (rule P5). */
  plansWithPolicy(): Promise<ReadonlySet<string>>;
  recordVersion(version: PolicyVersionRecord): Promise<void>;
}
