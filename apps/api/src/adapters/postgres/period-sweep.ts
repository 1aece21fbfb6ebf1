import type { Pool } from 'pg';
import type { DuePeriod, DueRenewal, PeriodSweep } from '../../ports/period-sweep.ts';
import { type DrainedAccount, drainAccounts } from './drain-accounts.ts';
import { poolRunner } from './sql-runner.ts';

/** An open period is always the current one of its subscription. */
const openPeriods = `
SELECT u.external_id AS "userId", p.key AS "periodKey",
       coalesce(a.credits_posted - a.debits_posted - a.debits_pending, 0)::bigint AS "availableMicroUsd"
  FROM subscription_period p
  JOIN subscription s ON s.tenant_id = p.tenant_id AND s.project_id = p.project_id
   AND s.id = p.subscription_id AND s.current_period_key = p.key
  JOIN project ON project.tenant_id = p.tenant_id AND project.id = p.project_id
  JOIN app_user u ON u.tenant_id = p.tenant_id AND u.project_id = p.project_id AND u.id = p.user_id
  LEFT JOIN account a ON a.tenant_id = p.tenant_id AND a.project_id = p.project_id
   AND a.id = purser_account_id('period', p.key, 0)
 WHERE p.tenant_id = $1::int AND p.project_id = $2::int AND p.status = 'open'`;

const dueCondition = `
   AND p.ends_at <= $3::timestamptz
   AND (NOT $4::boolean OR s.status <> 'active' OR s.cancel_at_period_end
        OR p.ends_at + make_interval(secs => project.renewal_grace_seconds) <= $3)
   AND ($5::text IS NULL OR u.external_id = $5) AND p.key <> ALL ($6::text[])
 ORDER BY p.ends_at, p.key LIMIT $7::int`;

const renewalsStatement = `
SELECT u.external_id AS "userId", s.next_charge_at AS "dueAt", s.id::text AS id
  FROM subscription s
  JOIN app_user u ON u.tenant_id = s.tenant_id AND u.project_id = s.project_id AND u.id = s.user_id
 WHERE s.tenant_id = $1::int AND s.project_id = $2::int AND s.next_charge_at <= $3::timestamptz
   AND s.provider = 'internal' AND s.status = 'active' AND NOT s.cancel_at_period_end
   AND ($4::timestamptz IS NULL OR (s.next_charge_at, s.id) > ($4::timestamptz, $5::uuid))
 ORDER BY s.next_charge_at, s.id LIMIT $6::int`;

export function createPeriodSweep(pool: Pool): PeriodSweep {
  const run = poolRunner(pool);
  return {
    due: ({ tenantId, projectId }, { nowMs, limit, userId, afterGrace, except }) =>
      run<DuePeriod>(openPeriods + dueCondition, [
        tenantId,
        projectId,
        new Date(nowMs),
        afterGrace ?? false,
        userId ?? null,
        except ?? [],
        limit,
      ]),
    open: ({ tenantId, projectId }, keys) =>
      run<DuePeriod>(`${openPeriods} AND p.key = ANY ($3::text[]) ORDER BY p.ends_at, p.key`, [
        tenantId,
        projectId,
        keys,
      ]),
    closings: ({ tenantId, projectId }, keys) =>
      run(
        `SELECT payload ->> 'periodKey' AS "periodKey", amount_micro_usd AS "movedMicroUsd" FROM external_event
          WHERE tenant_id = $1::int AND project_id = $2::int AND source = 'internal'
            AND external_id = ANY (SELECT 'rollover:' || key FROM unnest($3::text[]) key)`,
        [tenantId, projectId, keys],
      ),
    renewals: ({ tenantId, projectId }, { nowMs, limit, after }) =>
      run<DueRenewal>(renewalsStatement, [
        tenantId,
        projectId,
        new Date(nowMs),
        after?.dueAt ?? null,
        after?.id ?? null,
        limit,
      ]),
    async drain(scope, { nowMs, limit, actor }) {
      const accounts = await run<DrainedAccount>(
        `SELECT reference, version FROM account
          WHERE tenant_id = $1::int AND project_id = $2::int AND gives_back
          ORDER BY id LIMIT $3::int`,
        [scope.tenantId, scope.projectId, limit],
      );
      return drainAccounts(pool, scope, {
        kind: 'period',
        accounts,
        into: { kind: 'project', reference: '' },
        operation: 'period-rest',
        transferKind: 'rollover',
        reason: 'period_rest',
        actor,
        nowMs,
      });
    },
  };
}
