import type { UseCases } from '@purser/schema/graphql/use-cases';
import { bindCommand } from '../command/bind-command.ts';
import { projectNow } from '../project-now.ts';
import type { UseCaseDeps } from '../use-case-deps.ts';
import { moveProjectClock } from './move-clock.ts';

export function clockUseCases(deps: UseCaseDeps): UseCases['clock'] {
  const move = bindCommand(deps, moveProjectClock);
  return {
    show: async (ctx) => {
      const project = await deps.readers.policies.project(ctx.scope, await projectNow(deps, ctx));
      return { kind: project.kind, ...project.clock };
    },
    move: async (ctx, input, meta) => {
      const outcome = await move(ctx, input, meta);
      // Whoever asks this process next asks about the new time.
      if (outcome.ok && !outcome.dryRun) await deps.clock.refresh(ctx.scope);
      return outcome;
    },
  };
}
