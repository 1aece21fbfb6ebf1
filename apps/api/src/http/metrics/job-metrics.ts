import type { Registry } from 'prom-client';
import { auditCheckPrefix } from '../../ports/audit-chain.ts';
import type { JobRuns } from '../../ports/job-runs.ts';
import { ledgerCheckPrefix } from '../../ports/ledger-checker.ts';
import type { Settings } from '../../ports/settings.ts';
import type { Job } from '../../use-cases/job/job.ts';
import { type PushedSnapshot, pushedPrefix } from '../../use-cases/snapshot/publish-snapshot.ts';
import { measure } from './measure.ts';

export type MeasuredJobs = {
  readonly jobs: readonly Job[];
  readonly runs: JobRuns;
  readonly settings: Settings;
};

/** What jobs left in PostgreSQL, read when Prometheus asks, so that every process answers the same. */
export function measureJobs(registry: Registry, { jobs, runs, settings }: MeasuredJobs): void {
  const names = jobs.map(({ name }) => name);
  const newest = async () => [...(await runs.newest(names))];
  measure(registry, {
    name: 'purser_ledger_balanced',
    help: 'Whether the ledger said what its transfers say when it was last verified.',
    label: 'project',
    read: async () =>
      [...(await settings.startingWith(ledgerCheckPrefix))].map(([key, check]) => [
        key.slice(ledgerCheckPrefix.length),
        (check as { readonly balanced: boolean }).balanced ? 1 : 0,
      ]),
  });
  measure(registry, {
    name: 'purser_audit_chain_whole',
    help: 'Whether the audit chain was what its entries make of it when it was last verified.',
    label: 'project',
    read: async () =>
      [...(await settings.startingWith(auditCheckPrefix))].map(([key, check]) => [
        key.slice(auditCheckPrefix.length),
        (check as { readonly brokenAtSeq: string | null }).brokenAtSeq === null ? 1 : 0,
      ]),
  });
  measure(registry, {
    name: 'purser_snapshot_pushed_revision',
    help: 'The last policy revision that a data plane said it applied when it was sent one.',
    label: 'dataplane',
    read: async () =>
      [...(await settings.startingWith(pushedPrefix))].map(([key, pushed]) => [
        key.slice(pushedPrefix.length),
        Number((pushed as PushedSnapshot).revision),
      ]),
  });
  measure(registry, {
    name: 'purser_job_started_timestamp_seconds',
    help: 'When the newest run of a job began.',
    label: 'job',
    read: async () =>
      (await newest()).map(([job, { startedAt }]) => [job, startedAt.getTime() / 1000]),
  });
  measure(registry, {
    name: 'purser_job_failures',
    help: 'How much failed in the newest run of a job.',
    label: 'job',
    read: async () => (await newest()).map(([job, { failed }]) => [job, failed]),
  });
}
