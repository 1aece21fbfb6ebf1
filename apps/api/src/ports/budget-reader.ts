import type {
  AbsorptionRequest,
  AbsorptionRow,
  SpendRequest,
} from '@purser/schema/contract/inputs';
import type {
  ProjectBudgetView,
  ProviderBudgetView,
  RevenueView,
  SpendPoint,
} from '@purser/schema/contract/money-views';
import type { ProjectScope } from '@purser/schema/contract/request-context';

export interface BudgetReader {
  project(scope: ProjectScope, now: Date): Promise<ProjectBudgetView>;
  /** Each provider and bundle that has a policy or spent something this month. */
  providers(scope: ProjectScope, now: Date): Promise<readonly ProviderBudgetView[]>;
  absorption(
    scope: ProjectScope,
    request: AbsorptionRequest,
    now: Date,
  ): Promise<readonly AbsorptionRow[]>;
  spend(scope: ProjectScope, request: SpendRequest): Promise<readonly SpendPoint[]>;
  /** What users paid in a range: wallet credits and bought grants. */
  revenue(
    scope: ProjectScope,
    range: { readonly from: Date; readonly to: Date },
  ): Promise<RevenueView>;
}
