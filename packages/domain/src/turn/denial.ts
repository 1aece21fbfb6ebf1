import type { BudgetWindowName } from '../budget/provider-windows.ts';
import type { LimitField } from '../quota/limits.ts';

/** Why an admission was denied, in the order in which the first that holds is the turn's reason (rule T4). */
export const denialReasons = [
  'suspended',
  'provider_budget_exceeded',
  'rate_limited',
  'no_funding_source',
  'wallet_insufficient',
  'subscription_exhausted',
  'project_budget_exhausted',
] as const;

export type DenialReasonCode = (typeof denialReasons)[number];

type Remedy = {
  /** Waiting so long makes this reason go away; null when waiting does not help. */
  readonly retryAfterSeconds: number | null;
  /** A sentence that says what would make the turn pass. */
  readonly wouldPassIf: string;
};

export type LimitDenial = Remedy & {
  readonly reason: 'rate_limited';
  readonly limit: LimitField;
  readonly scope: string;
  readonly allowed: bigint;
  readonly used: bigint;
  readonly held: bigint;
  readonly remaining: bigint;
  /** What the window is called; null for concurrency. */
  readonly window: string | null;
  readonly resetsAtMs: number | null;
};

export type ProviderDenial = Remedy & {
  readonly reason: 'provider_budget_exceeded';
  readonly provider: string;
  readonly scope: string;
  readonly window: BudgetWindowName;
  readonly allowedMicroUsd: bigint;
  readonly spentMicroUsd: bigint;
  readonly heldMicroUsd: bigint;
  readonly resetsAtMs: number;
};

export type MoneyDenial = Remedy & {
  readonly reason: 'wallet_insufficient' | 'subscription_exhausted' | 'project_budget_exhausted';
  readonly availableMicroUsd: bigint;
  readonly neededMicroUsd: bigint;
};

export type PlainDenial = Remedy & { readonly reason: 'suspended' | 'no_funding_source' };

export type Denial = LimitDenial | ProviderDenial | MoneyDenial | PlainDenial;
