import type { JobRunView } from '@purser/schema/contract/operation-views';
import type { Pool } from 'pg';
import type { JobRuns } from '../../ports/job-runs.ts';

/** `job_run` over the pool; its instants are the database's own, since project 0 has no clock. */
export function createJobRuns(pool: Pool): JobRuns {
  return {
    async start({ id, job, trigger }) {
      await pool.query(
        `INSERT INTO job_run (id, job, started_at, handled, failed, trigger)
         VALUES ($1, $2, purser_now(0, 0), 0, 0, $3)`,
        [id, job, trigger],
      );
    },
    async finish(id, { handled, failed, error }) {
      const { rows } = await pool.query<JobRunView>(
        `UPDATE job_run r SET finished_at = purser_now(0, 0), handled = $2, failed = $3, error = $4
          WHERE r.id = $1 RETURNING ${columns}`,
        [id, handled, failed, error],
      );
      const run = rows[0];
      if (run === undefined) throw new Error('A job run that was started is gone.');
      return run;
    },
    async find(id) {
      const { rows } = await pool.query<JobRunView>(
        `SELECT ${columns} FROM job_run r WHERE r.id = $1`,
        [id],
      );
      return rows[0] ?? null;
    },
    async newest(jobs) {
      const { rows } = await pool.query<JobRunView>(newestSql, [jobs]);
      return new Map(rows.map((run) => [run.job, run]));
    },
  };
}

const columns = `r.id, r.job, r.started_at AS "startedAt", r.finished_at AS "finishedAt", r.handled, r.failed,
       r.error, r.trigger`;

const newestSql = `
SELECT ${columns} FROM unnest($1::text[]) asked(job)
 CROSS JOIN LATERAL (SELECT q.* FROM job_run q WHERE q.job = asked.job ORDER BY q.started_at DESC LIMIT 1) r`;
