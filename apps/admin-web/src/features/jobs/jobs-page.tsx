import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { formatCount } from '@purser/domain/money/format-usd';
import { getRouteApi } from '@tanstack/react-router';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryBehind } from '../../components/query-behind.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { JobsDocument, type JobsQuery } from '../../generated/jobs/graphql.ts';
import { duration } from '../../lib/instants.ts';
import { useMay } from '../../session/session-provider.tsx';
import classes from './jobs.module.css';
import { RunJobDialog } from './run-job-dialog.tsx';

const route = getRouteApi('/jobs');
const pollMs = 10_000;

type Job = JobsQuery['jobs'][number];

/** What runs by itself: when it ran last, what it did, when it runs next. */
export function JobsPage() {
  const { run } = route.useSearch();
  const navigate = route.useNavigate();
  const mayRun = useMay('job:run');
  const query = useQuery(JobsDocument, { pollInterval: pollMs });
  const open = (name: string | undefined) => void navigate({ search: { run: name } });
  return (
    <>
      <PageHeader
        title="Jobs"
        sentence="What runs by itself, what it did last, and when it runs again."
      />
      <QueryView query={query}>
        {({ jobs }) => (
          <>
            {jobs.length === 0 ? (
              <EmptyState title="No job is scheduled" />
            ) : (
              <DataTable
                label="Jobs"
                columns={mayRun ? [...columns, runColumn(open)] : columns}
                rows={jobs}
                rowKey={(job) => job.id}
              />
            )}
            <QueryBehind document={JobsDocument} />
            {run && jobs.some((job) => job.name === run) ? (
              <RunJobDialog name={run} onClose={() => open(undefined)} />
            ) : null}
          </>
        )}
      </QueryView>
    </>
  );
}

const columns: readonly Column<Job>[] = [
  {
    key: 'job',
    header: 'Job',
    cell: (job) => (
      <>
        <b style={{ fontWeight: 600 }}>{job.name}</b>
        <div className="secondary small">{job.description}</div>
        {job.lastRun?.error ? <div className={classes.error}>{job.lastRun.error}</div> : null}
      </>
    ),
  },
  {
    key: 'state',
    header: 'Last run',
    width: '120px',
    cell: (job) => <RunState run={job.lastRun} />,
  },
  {
    key: 'when',
    header: 'When',
    width: '100px',
    show: 'medium',
    cell: (job) => <TimeAgo at={job.lastRun?.startedAt ?? null} />,
  },
  {
    key: 'took',
    header: 'Took',
    show: 'wide',
    align: 'end',
    width: '76px',
    cell: (job) => durationOf(job.lastRun) ?? <span className="secondary">–</span>,
  },
  {
    key: 'handled',
    header: 'Handled',
    show: 'medium',
    align: 'end',
    width: '84px',
    cell: (job) =>
      job.lastRun ? formatCount(job.lastRun.handled) : <span className="secondary">–</span>,
  },
  {
    key: 'failed',
    header: 'Failed',
    show: 'medium',
    align: 'end',
    width: '72px',
    cell: (job) =>
      job.lastRun ? formatCount(job.lastRun.failed) : <span className="secondary">–</span>,
  },
  {
    key: 'schedule',
    header: 'Schedule',
    show: 'medium',
    width: '140px',
    cell: (job) => <code>{job.schedule}</code>,
  },
  {
    key: 'next',
    header: 'Next',
    align: 'end',
    show: 'medium',
    width: '100px',
    cell: (job) => <TimeAgo at={job.nextRunAt} none="–" />,
  },
];

/** How long a run took that has ended: jobs are mostly over within a second. */
function durationOf(run: Job['lastRun']): string | null {
  if (run === null || run.finishedAt === null) return null;
  return duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt));
}

function RunState({ run }: { readonly run: Job['lastRun'] }) {
  if (run === null) return <StatusBadge tone="neutral">not yet</StatusBadge>;
  if (run.error !== null) return <StatusBadge tone="broken">failed</StatusBadge>;
  if (run.finishedAt === null) return <StatusBadge tone="live">running</StatusBadge>;
  return run.failed > 0 ? (
    <StatusBadge tone="attention">in part</StatusBadge>
  ) : (
    <StatusBadge tone="ok">done</StatusBadge>
  );
}

function runColumn(open: (name: string) => void): Column<Job> {
  return {
    key: 'run',
    header: <span className="secondary">Action</span>,
    align: 'end',
    width: '84px',
    cell: (job) => (
      <Button variant="subtle" size="compact-xs" onClick={() => open(job.name)}>
        Run now
      </Button>
    ),
  };
}
