import type { RequestContext } from '@purser/schema/contract/request-context';
import type { UseCases } from '@purser/schema/graphql/use-cases';
import type { DemoProject } from '../../ports/demo-project.ts';

/** What the demo works on: the same use cases that every surface calls, and the clock of its project. */
export type DemoTarget = {
  readonly useCases: Pick<UseCases, 'turn' | 'grant' | 'wallet' | 'budget' | 'user' | 'job'>;
  readonly ctx: RequestContext;
  readonly project: DemoProject;
};
