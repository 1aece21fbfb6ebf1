import { useQuery } from '@apollo/client/react';
import { ProjectStateDocument } from '../../generated/shell/graphql.ts';
import { ClockProvider, type ProjectClock } from '../../lib/clock.tsx';
import { Shell } from './shell.tsx';

/** How often the project's clock is asked for: an operator may freeze or move it. */
const clockPollMs = 30_000;

/** The shell, told the project's clock. */
export function ProjectShell() {
  const { data } = useQuery(ProjectStateDocument, { pollInterval: clockPollMs });
  const told = data?.project.clock;
  const clock: ProjectClock | null = told
    ? { offsetMs: Number(told.offsetMs), frozenAtMs: told.frozen ? Date.parse(told.now) : null }
    : null;
  return (
    <ClockProvider clock={clock}>
      <Shell kind={data?.project.kind ?? null} />
    </ClockProvider>
  );
}
