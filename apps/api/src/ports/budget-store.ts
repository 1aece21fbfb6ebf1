import type { ProjectBudgetView } from '@purser/schema/contract/money-views';
import type { BudgetPolicyView } from '@purser/schema/contract/views';

export interface BudgetStore {
  /** Reads a provider's policy and keeps other commands from it until this transaction ends. */
  lockPolicy(provider: string, bundleId: string): Promise<BudgetPolicyView | null>;
  /** Inserts or replaces the policy of this provider and bundle. */
  savePolicy(policy: BudgetPolicyView): Promise<void>;
  /** The project's own money; a project that never moved any reads as an empty account. */
  projectBudget(now: Date): Promise<ProjectBudgetView>;
  /** As `projectBudget`, and keeps other changes of the overdraft away until this transaction ends. */
  lockProjectBudget(now: Date): Promise<ProjectBudgetView>;
  /** Sets how far below zero holds may take the project: 0, n, or null = unlimited. */
  setProjectOverdraft(overdraftMicroUsd: bigint | null, at: Date): Promise<void>;
}
