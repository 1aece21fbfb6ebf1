import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { AlertLog } from '../../ports/alert-log.ts';
import { type AuditChain, auditCheckKey } from '../../ports/audit-chain.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Settings } from '../../ports/settings.ts';
import { verifyAudit } from './verify-audit.ts';

export type AuditCheckDeps = {
  readonly chain: AuditChain;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: Settings;
  readonly alerts: AlertLog;
};

/** The audit log of a project is not what was sealed. */
export class BrokenAuditChainError extends Error {
  override name = 'BrokenAuditChainError';
}

/**
 * Verifies a project's audit chain, keeps the result for Overview and metrics, and raises one alert a day
 * while it is broken (rule A3). Throws a BrokenAuditChainError then, so that the run counts the project as
 * failed. Answers how many chains it found whole: one.
 */
export async function checkAudit(deps: AuditCheckDeps, scope: ProjectScope): Promise<number> {
  const { sealed, unsealed, brokenAtSeq } = await verifyAudit(deps.chain, scope);
  const nowMs = await deps.clock.nowMs(scope);
  const checkedAt = new Date(nowMs).toISOString();
  const broken = brokenAtSeq === null ? null : String(brokenAtSeq);
  await deps.settings.put(auditCheckKey(scope), {
    checkedAt,
    sealed,
    unsealed,
    brokenAtSeq: broken,
  });
  if (broken === null) return 1;
  const sentence = `The audit chain breaks at number ${broken}: an entry was changed, removed or added afterwards.`;
  await deps.alerts.raise(scope, [
    {
      id: deps.ids.uuid7(nowMs),
      kind: 'audit_broken',
      severity: 'critical',
      dedupeKey: `audit-broken:${checkedAt.slice(0, 'YYYY-MM-DD'.length)}`,
      title: sentence,
      payload: { brokenAtSeq: broken, sealed },
      createdAtMs: nowMs,
    },
  ]);
  throw new BrokenAuditChainError(sentence);
}
