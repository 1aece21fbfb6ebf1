import type {
  BudgetPolicyFilter,
  PlanFilter,
  PriceFilter,
  QuotaPolicyFilter,
} from '@purser/schema/contract/inputs';
import type { PriceView } from '@purser/schema/contract/money-views';
import type { ProjectView } from '@purser/schema/contract/operation-views';
import type { Page, PageRequest, ProjectScope } from '@purser/schema/contract/request-context';
import type { BudgetPolicyView, PlanView, QuotaPolicyView } from '@purser/schema/contract/views';
import type { ProjectSettings } from './policy-store.ts';

/** Plans, policies and settings, read outside of commands. Lists are in order of their ids. */
export interface PolicyReader {
  plans(scope: ProjectScope, filter: PlanFilter & PageRequest): Promise<Page<PlanView>>;
  plan(scope: ProjectScope, planId: string): Promise<PlanView | null>;
  quotaPolicies(
    scope: ProjectScope,
    filter: QuotaPolicyFilter & PageRequest,
  ): Promise<Page<QuotaPolicyView>>;
  budgetPolicies(
    scope: ProjectScope,
    filter: BudgetPolicyFilter & PageRequest,
  ): Promise<Page<BudgetPolicyView>>;
  /** By provider and model, newest first. */
  prices(
    scope: ProjectScope,
    filter: PriceFilter & PageRequest,
    now: Date,
  ): Promise<Page<PriceView>>;
  project(scope: ProjectScope, now: Date): Promise<ProjectView>;
  settings(scope: ProjectScope): Promise<ProjectSettings>;
}
