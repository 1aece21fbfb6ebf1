import type { ControlPlaneHealth } from '@purser/schema/contract/rest/economics-contract';
import type { UseCases } from '@purser/schema/graphql/use-cases';

/** What the routes of the control plane are served from. */
export type ControlPlaneDeps = {
  readonly useCases: UseCases;
  /** How the parts behind this server are, right now. */
  readonly health: () => Promise<ControlPlaneHealth>;
};
