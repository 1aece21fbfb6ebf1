import type { PlanView } from '@purser/schema/contract/views';

/** A plan as stored, with the number of its version. */
export type PlanRecord = PlanView & { readonly version: number };

export interface PlanStore {
  /** Reads a plan and keeps other commands from it until this transaction ends, also while it is missing. */
  lock(planId: string): Promise<PlanRecord | null>;
  find(planId: string): Promise<PlanRecord | null>;
  /** Plans that have this price at Stripe, by their ids. */
  ofStripePrice(priceId: string): Promise<readonly PlanRecord[]>;
  /** Inserts or replaces the row of this plan id. */
  save(plan: PlanRecord): Promise<void>;
}
