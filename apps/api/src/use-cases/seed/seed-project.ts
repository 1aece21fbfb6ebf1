import { seedPrices } from '@purser/domain/money/price-seed';
import { seedPlans, seedProviderPolicies, seedSettings } from '@purser/domain/plan/seed';
import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { SeedCounts, SeedRequest, SeedStore } from '../../ports/seed-store.ts';

/** What a fresh installation begins with. */
export const homeDemo: SeedRequest = {
  tenant: { slug: 'home', name: 'Home' },
  project: { slug: 'demo', name: 'Demo', kind: 'demo' },
};

/**
 * Gives a project its tenant, plans, quota policies, provider budgets and prices, where they are
 * missing. What an operator has changed is never written over (rule P11).
 */
export function seedProject(
  store: SeedStore,
  request: SeedRequest = homeDemo,
): Promise<{ readonly scope: ProjectScope; readonly added: SeedCounts }> {
  return store.seed(request, {
    settings: seedSettings,
    plans: seedPlans,
    providerPolicies: seedProviderPolicies,
    prices: seedPrices,
  });
}
