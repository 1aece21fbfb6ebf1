import type { PolicyVersionRecord } from '../../ports/policy-store.ts';
import type { Stores } from '../../ports/unit-of-work.ts';
import type { Moment } from './run-command.ts';

type Versioned = { readonly version: number };

/** Keeps what a change replaced: who, when, why, before, after (rule P3). */
export async function recordVersion(
  stores: Stores,
  moment: Moment,
  change: Pick<PolicyVersionRecord, 'subject' | 'subjectId'> & {
    readonly before: Versioned | null;
    readonly after: Versioned;
  },
): Promise<void> {
  await stores.policies.recordVersion({
    ...change,
    id: moment.newId(),
    version: change.after.version,
    actor: moment.actor,
    reason: moment.reason,
    changedAt: moment.now,
  });
}
