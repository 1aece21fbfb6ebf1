import type { Limits } from '../quota/limits.ts';
import type { WindowOverrides } from '../quota/window.ts';

/** The bundle that stands for all of them; `__project__` is its synonym at the API. */
export const everyBundle = '*';

/** A bundle id as the edges give it: absent, `*` and `__project__` all mean the whole project. */
export function bundleIdOf(given: string | null | undefined): string {
  return given === undefined || given === null || given === '__project__' ? everyBundle : given;
}

/** The scopes a turn counts in: the whole project, and its bundle if it has one (rule P4). */
export function scopesOf(bundleId: string): readonly string[] {
  return bundleId === everyBundle ? [everyBundle] : [everyBundle, bundleId];
}

/** What a plan says about money (rule P9). */
export type PlanFlags = {
  /** The project pays for turns on this plan. */
  readonly projectFunded: boolean;
  /** The wallet may pay for tokens beyond the plan's token limits; never for requests or slots. */
  readonly walletBeyondLimits: boolean;
  /** The least a turn holds, as money; null = no floor. */
  readonly reservationFloorMicroUsd: bigint | null;
};

export type Plan = PlanFlags & {
  readonly planId: string;
  readonly name: string;
  readonly provider: 'internal' | 'stripe';
  readonly monthlyPriceMicroUsd: bigint;
  readonly active: boolean;
};

/** Base limits of one plan, over the whole project (`*`) or in one bundle (rule P4). */
export type QuotaPolicy = {
  readonly planId: string;
  readonly bundleId: string;
  readonly limits: Limits;
  readonly windows: WindowOverrides;
  readonly active: boolean;
  readonly version: number;
};

/** Flags of a plan that states none, and of a plan id nobody knows: free plans are the project's (rule P9). */
export function defaultPlanFlags(monthlyPriceMicroUsd: bigint): PlanFlags {
  return {
    projectFunded: monthlyPriceMicroUsd === 0n,
    walletBeyondLimits: true,
    reservationFloorMicroUsd: null,
  };
}
