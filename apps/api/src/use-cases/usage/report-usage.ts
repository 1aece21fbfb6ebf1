import { totalMax } from '@purser/domain/lease/amount';
import { isSpendable, type OpenLease } from '@purser/domain/lease/lease';
import { availableOf } from '@purser/domain/lease/size-grant';
import {
  type BillingPeriod,
  lateUsageMaxMs,
  periodState,
} from '@purser/domain/tenant/billing-period';
import {
  eachLeased,
  type LeasedAmounts,
  type LeasedDimension,
  leasedDimensions,
} from '@purser/domain/tenant/dimension';
import { isInFuture, isPlausible } from '@purser/domain/usage/plausibility';
import { type ChainSettlement, settleChain } from '@purser/domain/usage/settle-chain';
import type {
  DataPlaneCall,
  DataPlaneOutcome,
  QuarantineReason,
  ReportUsage,
  UsageAnswer,
} from '@purser/schema/contract/data-plane';
import type { QuotaMovement, UsageSink } from '../../ports/quota-store.ts';
import { requestHash } from '../command/answer-codec.ts';
import {
  type DataPlaneDeps,
  type Ended,
  refuse,
  unknownTenant,
} from '../data-plane/data-plane-deps.ts';
import { loadQuotaState, type QuotaState, standingsOf } from '../lease/quota-state.ts';
import { openPeriods } from '../tenant/open-periods.ts';
import {
  noteViolation,
  quarantineReport,
  type ReceivedReport,
  refuseQuarantined,
} from './quarantine-report.ts';

type Reported = ReceivedReport & { readonly period: BillingPeriod };

/**
 * Books what a data plane has spent, once (rules D8, D9): the claim of the report's id, the settlement
 * of the plane's leases and the totals commit together or not at all. Usage that happened is booked
 * whatever became of its lease and whatever the tenant's status is.
 */
export async function reportUsage(
  deps: DataPlaneDeps,
  call: DataPlaneCall,
  input: ReportUsage,
): Promise<DataPlaneOutcome<UsageAnswer>> {
  const scope = await deps.tenants.quotaScope(input.tenantId);
  if (scope === null) return unknownTenant.value;
  return deps.unitOfWork.run(scope, async (stores): Promise<Ended<UsageAnswer>> => {
    const tenant = await stores.quotas.lock();
    await openPeriods(stores, tenant, deps.ids);
    const period = await stores.quotas.period(input.periodId);
    const received = { deps, stores, call, input, tenant };
    const hash = requestHash(input);
    const claim = { requestHash: hash, atMs: tenant.nowMs };
    const claimed = await stores.usage.claim(call.dataplaneId, input.reportId, claim);
    if (claimed.status === 'known' && claimed.requestHash !== hash) return conflict(received);
    const reason = claimed.status === 'known' ? claimed.quarantined : null;
    if (reason !== null && reason !== 'implausible') return refuseQuarantined(reason);
    if (period === null) return quarantine(received, 'unknown_period');
    const reported = { ...received, period };
    return claimed.status === 'new' ? book(reported) : repeat(reported, reason);
  });
}

async function conflict(received: ReceivedReport): Promise<Ended<never>> {
  const { reportId } = received.input;
  await noteViolation(received, { type: 'report_conflict', amount: 0n, evidenceId: reportId });
  // The violation is kept although the report is not: nothing else has been written.
  return {
    ...refuse(
      'report_conflict',
      'This report_id was used before with other content. The first report stands.',
      { field: 'report_id' },
    ),
    commit: true,
  };
}

async function quarantine(
  received: ReceivedReport,
  reason: Parameters<typeof refuseQuarantined>[0],
): Promise<Ended<never>> {
  await quarantineReport(received, reason);
  return refuseQuarantined(reason);
}

async function book(reported: Reported): Promise<Ended<UsageAnswer>> {
  const { deps, stores, call, input, tenant, period } = reported;
  const at = periodState(period, tenant.nowMs);
  if (isInFuture(input.reportedAt.getTime(), tenant.nowMs)) {
    return refuse(
      'in_future',
      'reported_at is more than five minutes ahead. Send it again later.',
      {
        field: 'reported_at',
      },
    );
  }
  if (at === 'future') {
    return refuse('window_outside_period', 'The billing period has not begun.', {
      field: 'period_id',
    });
  }
  if (tenant.nowMs > period.endsAtMs + lateUsageMaxMs) {
    return quarantine(reported, 'too_old');
  }
  const sink: UsageSink = at === 'closed' ? 'adjustment' : 'usage';
  const state = await loadQuotaState(stores, tenant, period);
  const by = {
    actor: `dataplane:${call.dataplaneId}`,
    reason: 'report-usage',
    atMs: tenant.nowMs,
  };
  const isOver = leasedDimensions.some(
    (dimension) => state.accounts[dimension].used + input.used[dimension] > totalMax,
  );
  if (isOver) {
    await stores.quotas.post(period.id, state.movements, by);
    return quarantine(reported, 'value_out_of_range');
  }
  const mine = state.leases.filter(({ dataplaneId }) => dataplaneId === call.dataplaneId);
  const chains = eachLeased((dimension) => settleChain(mine, dimension, input.used[dimension]));
  if (await isImplausible(reported, chains)) {
    await stores.quotas.post(period.id, state.movements, by);
    await quarantineReport(reported, 'implausible');
    return answer(reported, state, { duplicate: false, sink: 'quarantine' });
  }
  const movements = leasedDimensions.flatMap((dimension) =>
    movementsOf(dimension, chains[dimension], { mine, sink }),
  );
  await stores.quotas.post(period.id, [...state.movements, ...movements], by);
  for (const dimension of leasedDimensions) {
    for (const { leaseId, amount } of chains[dimension].fromLeases) {
      await stores.leases.addSettled(leaseId, dimension, amount);
    }
  }
  const id = deps.ids.uuid7(tenant.nowMs);
  await stores.usage.insert({
    id,
    dataplaneId: call.dataplaneId,
    reportId: input.reportId,
    periodId: period.id,
    used: input.used,
    storageBytes: input.storageBytes ?? null,
    bookedAs: sink,
    reason: null,
    reportedAt: input.reportedAt,
    receivedAtMs: tenant.nowMs,
  });
  if (input.storageBytes !== undefined) {
    await stores.usage.setStorage(call.dataplaneId, input.storageBytes, new Date(tenant.nowMs));
  }
  const after = afterwards(state, { chains, sink, used: input.used });
  await noteOverspend(reported, { chains, after, id, hadLease: mine.length > 0 });
  return answer(reported, after, { duplicate: false, sink });
}

/** What the plane was ever granted is looked up only for amounts that no usual lease would explain. */
async function isImplausible({ stores, call, input }: Reported, chains: Chains): Promise<boolean> {
  const isDoubtful = (largest: LeasedAmounts | null) =>
    leasedDimensions.some(
      (dimension) =>
        !isPlausible(dimension, {
          used: input.used[dimension],
          beyondLeases: chains[dimension].beyond,
          largestLease: largest?.[dimension] ?? 0n,
        }),
    );
  return isDoubtful(null) && isDoubtful(await stores.leases.largestGrants(call.dataplaneId));
}

function movementsOf(
  dimension: LeasedDimension,
  { fromLeases, beyond }: ChainSettlement,
  { mine, sink }: { readonly mine: readonly OpenLease[]; readonly sink: UsageSink },
): readonly QuotaMovement[] {
  const settled = fromLeases.flatMap(({ leaseId, amount }): QuotaMovement[] => {
    const holdId = mine.find(({ id }) => id === leaseId)?.parts[dimension].holdId ?? null;
    return holdId === null ? [] : [{ op: 'settle', dimension, holdId, amount, sink }];
  });
  return beyond === 0n ? settled : [...settled, { op: 'use', dimension, amount: beyond, sink }];
}

type Chains = Readonly<Record<LeasedDimension, ChainSettlement>>;

function afterwards(
  state: QuotaState,
  { chains, sink, used }: { chains: Chains; sink: UsageSink; used: ReportUsage['used'] },
): QuotaState {
  return {
    ...state,
    movements: [],
    accounts: eachLeased((dimension) => {
      const account = state.accounts[dimension];
      const settled = chains[dimension].fromLeases.reduce((sum, { amount }) => sum + amount, 0n);
      return {
        ...account,
        used: sink === 'usage' ? account.used + used[dimension] : account.used,
        held: account.held - settled,
      };
    }),
  };
}

async function noteOverspend(
  reported: Reported,
  {
    chains,
    after,
    id,
    hadLease,
  }: { chains: Chains; after: QuotaState; id: string; hadLease: boolean },
): Promise<void> {
  for (const dimension of leasedDimensions) {
    const { beyond } = chains[dimension];
    const { limit, used } = after.accounts[dimension];
    if (hadLease && beyond > 0n) {
      await noteViolation(reported, { type: 'lease_overspend', amount: beyond, evidenceId: id });
    }
    if (limit !== null && used > limit && reported.input.used[dimension] > 0n) {
      await noteViolation(reported, {
        type: 'quota_exceeded',
        amount: used - limit,
        evidenceId: id,
      });
    }
  }
}

/** The totals as they are now: a repeated report changes nothing. */
async function repeat(
  reported: Reported,
  quarantined: QuarantineReason | null,
): Promise<Ended<UsageAnswer>> {
  const { stores, tenant, period } = reported;
  const state = await loadQuotaState(stores, tenant, period);
  const sink = quarantined === null ? 'usage' : 'quarantine';
  const ended = await answer(reported, state, { duplicate: true, sink });
  // What was looked at is not written: the next report or allocation brings the quota to its instant.
  return { ...ended, commit: false };
}

async function answer(
  { stores, call, tenant, period }: Reported,
  state: QuotaState,
  { duplicate, sink }: { readonly duplicate: boolean; readonly sink: UsageSink | 'quarantine' },
): Promise<Ended<UsageAnswer>> {
  const value: UsageAnswer = {
    duplicate,
    totals: eachLeased((dimension) => state.accounts[dimension].used),
    totalStorageBytes: await stores.usage.totalStorage(),
    bookedAs: sink,
    reason: sink === 'quarantine' ? 'implausible' : null,
    account: standingsOf(state.accounts),
    hint: hintOf(state, { call, tenant, period }),
  };
  return { commit: true, value: { ok: true, value, replayed: duplicate } };
}

/** What the plane does best now: renew its lease, or stop because there is nothing left to lease. */
function hintOf(
  { leases, accounts }: QuotaState,
  { call, tenant, period }: Pick<Reported, 'call' | 'tenant' | 'period'>,
): UsageAnswer['hint'] {
  if (tenant.status !== 'active' || periodState(period, tenant.nowMs) !== 'open') return 'stop';
  const active = leases.some(
    (lease) => lease.dataplaneId === call.dataplaneId && isSpendable(lease, tenant.nowMs),
  );
  if (active) return 'none';
  const isLeft = leasedDimensions.some((dimension) => {
    const available = availableOf(accounts[dimension]);
    return available === null || available > 0n;
  });
  return isLeft ? 'renew' : 'stop';
}
