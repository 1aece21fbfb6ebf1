import type { ProviderPolicy } from '@purser/domain/budget/provider-policy';
import type { PriceEntry } from '@purser/domain/money/price-list';
import type { ProjectSettings } from '@purser/domain/plan/project-rules';
import type { SeedPlan } from '@purser/domain/plan/seed';
import type { ProjectScope } from '@purser/schema/contract/request-context';

export type SeedRequest = {
  readonly tenant: { readonly slug: string; readonly name: string };
  readonly project: {
    readonly slug: string;
    readonly name: string;
    /** Only the clock of a demo, test or sandbox project can be moved. */
    readonly kind: 'live' | 'demo' | 'test' | 'sandbox';
  };
};

export type SeedData = {
  readonly settings: ProjectSettings;
  readonly plans: readonly SeedPlan[];
  readonly providerPolicies: readonly ProviderPolicy[];
  readonly prices: readonly PriceEntry[];
};

/** How many rows of each kind were missing and are there now. */
export type SeedCounts = {
  readonly tenants: number;
  readonly projects: number;
  readonly plans: number;
  readonly quotaPolicies: number;
  readonly providerPolicies: number;
  readonly prices: number;
};

/** Writes what is missing, all of it or nothing; callers that run at the same time wait for each other. */
export interface SeedStore {
  seed(
    request: SeedRequest,
    data: SeedData,
  ): Promise<{ readonly scope: ProjectScope; readonly added: SeedCounts }>;
}
