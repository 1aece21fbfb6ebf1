import type { BudgetReader } from '../../ports/budget-reader.ts';
import { readAbsorption } from './absorption-query.ts';
import { readProjectBudget } from './project-budget-query.ts';
import { readProviderBudgets } from './provider-budgets-query.ts';
import { readRevenue } from './revenue-query.ts';
import { scopeKey } from './scope-key.ts';
import { readSpend } from './spend-query.ts';
import type { SqlRunner } from './sql-runner.ts';

export function createBudgetReader(run: SqlRunner): BudgetReader {
  return {
    project: (scope, now) => readProjectBudget(run, scopeKey(scope), now),
    providers: (scope, now) => readProviderBudgets(run, scopeKey(scope), now),
    absorption: (scope, request, now) => readAbsorption(run, scopeKey(scope), request, now),
    spend: (scope, request) => readSpend(run, scopeKey(scope), request),
    revenue: (scope, range) => readRevenue(run, scopeKey(scope), range),
  };
}
