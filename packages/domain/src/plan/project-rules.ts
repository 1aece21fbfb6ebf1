import type { ProviderPolicy } from '../budget/provider-policy.ts';
import type { Limits } from '../quota/limits.ts';
import type { Plan, QuotaPolicy } from './plan.ts';

/** Settings of a project that decisions read. */
export type ProjectSettings = {
  readonly defaultPlanId: string;
  readonly fallbackLimits: Limits;
  readonly referenceProvider: string;
  readonly referenceModel: string;
  /** Pico-dollars of one reference token. */
  readonly referencePricePicoUsd: bigint;
  readonly renewalGraceMs: number;
  /** Every admission must name its providers. */
  readonly providersRequired: boolean;
};

/** Everything of a project that an admission reads besides the user: one cached value (rule P10). */
export type ProjectRules = {
  readonly generation: number;
  readonly settings: ProjectSettings;
  readonly plans: ReadonlyMap<string, Plan>;
  /** By plan id; inactive ones included. */
  readonly quotaPolicies: ReadonlyMap<string, readonly QuotaPolicy[]>;
  /** Active and inactive. */
  readonly providerPolicies: readonly ProviderPolicy[];
  /** Bundles that have a reservation floor of their own, in micro-dollars. */
  readonly bundleFloors: ReadonlyMap<string, bigint>;
};
