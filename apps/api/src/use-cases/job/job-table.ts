import type { ProjectScope } from '@purser/schema/contract/request-context';
import type { AuditChain } from '../../ports/audit-chain.ts';
import type { JobReport } from '../../ports/job-runs.ts';
import type { Settings } from '../../ports/settings.ts';
import type { TurnLedger } from '../../ports/turn-ledger.ts';
import type { TurnLookup } from '../../ports/turn-lookup.ts';
import { checkAudit } from '../audit/check-audit.ts';
import { sealAudit } from '../audit/seal-audit.ts';
import { type AlertDeps, alertBudgets } from '../budget/alert-budgets.ts';
import { type ReleaseDeps, releaseLeases } from '../lease/release-leases.ts';
import { type CheckDeps, checkLedger } from '../ledger/check-ledger.ts';
import { type SealDeps, transferSealing } from '../ledger/seal-transfers.ts';
import { type DeliverDeps, deliver } from '../notification/deliver.ts';
import { type PublishDeps, publishSnapshot } from '../snapshot/publish-snapshot.ts';
import { checkDrift, type DriftCheckDeps } from '../stripe/drift/check-drift.ts';
import { type ProcessDeps, processEvents } from '../stripe/events/process-events.ts';
import { watchStripe } from '../stripe/reconcile/watch-stripe.ts';
import { type AskDueDeps, askDueRequests } from '../stripe/requests/ask-due-requests.ts';
import { renewDueSubscriptions } from '../subscription/renew-due-subscriptions.ts';
import { sweepDuePeriods } from '../subscription/sweep-due-periods.ts';
import type { SweepDeps } from '../subscription/sweep-periods.ts';
import { type OpenPeriodsDeps, openDuePeriods } from '../tenant/open-due-periods.ts';
import { reapProject } from '../turn/reap-turns.ts';
import { type RetellDeps, retellTurns } from '../turn/retell-turns.ts';
import { type ExpireDeps, expireLots } from '../wallet/expire-lots.ts';
import { type CleanUpDeps, cleanUp } from './clean-up.ts';
import { inEachScope } from './in-each-scope.ts';
import type { Job } from './job.ts';

export type JobTableDeps = CleanUpDeps &
  ExpireDeps &
  RetellDeps &
  AlertDeps &
  CheckDeps &
  SealDeps &
  SweepDeps &
  ReleaseDeps &
  OpenPeriodsDeps & {
    readonly chain: AuditChain;
    readonly ledger: TurnLedger;
    readonly lookup: TurnLookup;
    readonly events: ProcessDeps;
    readonly stripe: AskDueDeps & Pick<DriftCheckDeps, 'reader'>;
    readonly notifications: DeliverDeps;
    readonly publishing: PublishDeps;
    readonly settings: Settings;
  };

/** Every job there is, the most frequent first. Periods are upper bounds of the rules they serve. */
export function createJobTable(deps: JobTableDeps): readonly Job[] {
  const inEachProject = (work: (scope: ProjectScope) => Promise<number | JobReport>) => async () =>
    inEachScope(await deps.projects.all(), work);
  return [
    {
      name: 'seal-audit',
      description: 'Chains new audit entries by their hashes.',
      everySeconds: 1,
      run: () => sealAudit(deps.chain),
    },
    {
      name: 'retell',
      description: 'Tells the counters of turns that a process committed and did not tell.',
      // Lanes are silent for two seconds before they are taken: untold for less than five in all.
      everySeconds: 2,
      run: () => retellTurns(deps),
    },
    {
      name: 'seal-transfers',
      description: 'Chains new transfers, a batch by its Merkle root.',
      everySeconds: 5,
      run: transferSealing(deps),
    },
    {
      name: 'reap',
      description: 'Ends turns whose holds have expired and frees what they held.',
      everySeconds: 5,
      run: inEachProject((scope) => reapProject(deps, scope)),
    },
    {
      name: 'process-events',
      description:
        'Does what outside events ask for that were not processed at once, or failed by a fault.',
      everySeconds: 5,
      run: inEachProject((scope) => processEvents(deps.events, scope)),
    },
    {
      name: 'ask-stripe',
      description: 'Asks Stripe again for what it has not answered or decided yet.',
      everySeconds: 5,
      run: inEachProject((scope) => askDueRequests(deps.stripe, scope)),
    },
    {
      name: 'deliver',
      description: 'Delivers alerts by mail and webhook.',
      everySeconds: 5,
      run: inEachProject((scope) => deliver(deps.notifications, scope)),
    },
    {
      name: 'alert-budgets',
      description: 'Raises alerts about provider budgets and the project budget.',
      everySeconds: 15,
      run: inEachProject((scope) => alertBudgets(deps, scope)),
    },
    {
      name: 'release-leases',
      description: 'Gives back what data planes left of leases whose time to report has passed.',
      everySeconds: 15,
      run: () => releaseLeases(deps),
    },
    {
      name: 'expire-lots',
      description: 'Moves the money of expired wallet lots to breakage.',
      everySeconds: 30,
      run: inEachProject((scope) => expireLots(deps, scope)),
    },
    {
      name: 'renew-due',
      description: 'Renews internal subscriptions whose next charge is due.',
      everySeconds: 30,
      run: inEachProject((scope) => renewDueSubscriptions(deps, scope)),
    },
    {
      name: 'sweep-periods',
      description: 'Closes periods that have ended and rolls what is left over to the project.',
      everySeconds: 30,
      run: inEachProject((scope) => sweepDuePeriods(deps, scope)),
    },
    {
      name: 'publish-snapshot',
      description: 'Sends the policy snapshot to the data planes that have an endpoint.',
      everySeconds: deps.publishing.everySeconds,
      run: () => publishSnapshot(deps.publishing, deps.settings),
    },
    {
      name: 'reconcile-stripe',
      description: 'Takes in events of Stripe that no webhook brought, and says what is stuck.',
      everySeconds: 300,
      run: () =>
        watchStripe({
          ...deps.events,
          ...deps.stripe,
          settings: deps.settings,
          projects: deps.projects,
        }),
    },
    {
      name: 'open-periods',
      description: "Makes tenants' next billing periods, a week ahead.",
      everySeconds: 600,
      run: () => openDuePeriods(deps),
    },
    {
      name: 'clean-up',
      description:
        'Forgets expired idempotency answers, old job runs, deliveries and events that moved no money.',
      everySeconds: 600,
      run: () => cleanUp(deps),
    },
    {
      name: 'verify-ledger',
      description: 'Recomputes every balance from its transfers and compares.',
      everySeconds: 3_600,
      run: inEachProject((scope) => checkLedger(deps, scope)),
    },
    {
      name: 'verify-audit',
      description: 'Computes the hash chain over the audit log anew and compares.',
      everySeconds: 3_600,
      run: inEachProject((scope) => checkAudit(deps, scope)),
    },
    {
      name: 'compare-stripe',
      description: 'Compares subscriptions and the payments of seven days with Stripe.',
      everySeconds: 86_400,
      run: inEachProject((scope) => checkDrift({ ...deps.events, ...deps.stripe }, scope)),
    },
  ];
}
