import {
  isSpendable,
  leaseTtlMs,
  type OpenLease,
  refreshAfterMs,
  remainingOf,
} from '@purser/domain/lease/lease';
import { type Grant, type GrantReason, sizeGrant } from '@purser/domain/lease/size-grant';
import { maxBigint } from '@purser/domain/money/divide';
import { type BillingPeriod, periodState } from '@purser/domain/tenant/billing-period';
import {
  eachLeased,
  type LeasedDimension,
  leasedDimensions,
} from '@purser/domain/tenant/dimension';
import {
  type AllocateBudget,
  type BudgetAnswer,
  type DataPlaneCall,
  type DataPlaneOutcome,
  nilUuid,
} from '@purser/schema/contract/data-plane';
import type { QuotaMovement, TenantState } from '../../ports/quota-store.ts';
import type { Stores } from '../../ports/unit-of-work.ts';
import { decodeAnswer, encodeAnswer, requestHash } from '../command/answer-codec.ts';
import {
  type DataPlaneDeps,
  type Ended,
  refuse,
  unknownPeriod,
  unknownTenant,
} from '../data-plane/data-plane-deps.ts';
import { openPeriods } from '../tenant/open-periods.ts';
import { endHolds, loadQuotaState, type QuotaState, standingsOf } from './quota-state.ts';

/** How long a data plane that got nothing waits before it asks again. */
const askAgainAfterMs = 30_000;

/**
 * Leases a part of a tenant's quota to a data plane (rules D5–D8). Everything is decided under the
 * tenant's lock, in one transaction with the hold and the kept answer: a repeated request gets the same
 * lease, and never more time.
 */
export async function allocateBudget(
  deps: DataPlaneDeps,
  call: DataPlaneCall,
  input: AllocateBudget,
): Promise<DataPlaneOutcome<BudgetAnswer>> {
  const scope = await deps.tenants.quotaScope(input.tenantId);
  if (scope === null) return unknownTenant.value;
  return deps.unitOfWork.run(scope, async (stores): Promise<Ended<BudgetAnswer>> => {
    const tenant = await stores.quotas.lock();
    const hash = requestHash(input);
    const known = await stores.leases.answered(call.dataplaneId, input.requestId);
    if (known !== null) {
      return known.requestHash === hash
        ? {
            commit: false,
            value: { ok: true, value: await replay(stores, known.answer, tenant), replayed: true },
          }
        : refuse(
            'idempotency_key_reuse',
            'This request_id was used before with other content. Send a new one.',
            { field: 'request_id' },
          );
    }
    await openPeriods(stores, tenant, deps.ids);
    const period = await stores.quotas.period(input.periodId);
    if (period === null) return unknownPeriod;
    const answer = await grant({ deps, stores, call, input, tenant, period });
    const kept = { requestHash: hash, answer: encodeAnswer(answer), atMs: tenant.nowMs };
    return (await stores.leases.keepAnswer(call.dataplaneId, input.requestId, kept))
      ? { commit: true, value: { ok: true, value: answer, replayed: false } }
      : refuse('in_progress', 'A request with this request_id is still running.', {
          retryAfterSeconds: 1,
        });
  });
}

type Asked = {
  readonly deps: DataPlaneDeps;
  readonly stores: Stores;
  readonly call: DataPlaneCall;
  readonly input: AllocateBudget;
  readonly tenant: TenantState;
  readonly period: BillingPeriod;
};

async function grant(asked: Asked): Promise<BudgetAnswer> {
  const { stores, tenant, period, call } = asked;
  const state = await loadQuotaState(stores, tenant, period);
  const old = state.leases.find(
    (lease) => lease.dataplaneId === call.dataplaneId && lease.state === 'active',
  );
  const stop = stopOf(tenant, period);
  const grants = stop === null ? sizeGrants(asked, state, old) : nothing(stop);
  const isOver = old !== undefined && isLowered(state, old);
  if (isOver && stop === null && isSpendable(old, tenant.nowMs)) return keepOld(asked, state, old);
  if (leasedDimensions.every((dimension) => grants[dimension].granted === 0n)) {
    await stores.quotas.post(period.id, state.movements, postedBy(asked));
    return answerOf(asked, state, { lease: null, grants });
  }
  return giveLease(asked, state, { old, grants });
}

function stopOf(tenant: TenantState, period: BillingPeriod): GrantReason | null {
  if (tenant.status !== 'active') return 'tenant_suspended';
  const at = periodState(period, tenant.nowMs);
  if (at === 'future') return 'period_not_started';
  return at === 'open' ? null : 'period_closed';
}

function nothing(reason: GrantReason): Readonly<Record<LeasedDimension, Grant>> {
  return eachLeased(() => ({ granted: 0n, outcome: 'none', reason }));
}

function sizeGrants({ input, call, tenant }: Asked, state: QuotaState, old: OpenLease | undefined) {
  const atWork = new Set(
    state.leases
      .filter((lease) => isSpendable(lease, tenant.nowMs))
      .map(({ dataplaneId }) => dataplaneId),
  );
  const planes = atWork.add(call.dataplaneId).size;
  return eachLeased((dimension) =>
    sizeGrant(state.accounts[dimension], {
      dimension,
      desired: input.desired[dimension],
      oldRemainder: old === undefined ? 0n : remainingOf(old, dimension),
      planes,
    }),
  );
}

/** Whether a limit was lowered so far that not even the plane's own remainder fits any more. */
function isLowered({ accounts }: QuotaState, old: OpenLease): boolean {
  return leasedDimensions.some((dimension) => {
    const { limit, used, held } = accounts[dimension];
    return limit !== null && used + held > limit && remainingOf(old, dimension) > 0n;
  });
}

/** While a quota is overdrawn the plane keeps what it has, for the time it had. */
async function keepOld(asked: Asked, state: QuotaState, old: OpenLease): Promise<BudgetAnswer> {
  await asked.stores.quotas.post(asked.period.id, state.movements, postedBy(asked));
  const grants = eachLeased(
    (dimension): Grant => ({
      granted: remainingOf(old, dimension),
      outcome: 'partial',
      reason: 'limit_lowered',
    }),
  );
  return answerOf(asked, state, { lease: old, grants });
}

type Given = {
  readonly old: OpenLease | undefined;
  readonly grants: Readonly<Record<LeasedDimension, Grant>>;
};

async function giveLease(
  asked: Asked,
  state: QuotaState,
  { old, grants }: Given,
): Promise<BudgetAnswer> {
  const { stores, tenant, period, call, deps } = asked;
  const id = deps.ids.uuid7(tenant.nowMs);
  const expiresAtMs = tenant.nowMs + leaseTtlMs;
  const granted = leasedDimensions.filter((dimension) => grants[dimension].granted > 0n);
  const holds = granted.map(
    (dimension): QuotaMovement => ({
      op: 'hold',
      dimension,
      amount: grants[dimension].granted,
      expiresAtMs,
    }),
  );
  const before = [...state.movements, ...(old === undefined ? [] : endHolds(old, 'void'))];
  const made = await stores.quotas.post(period.id, [...before, ...holds], postedBy(asked));
  if (old !== undefined) {
    const ended = { state: 'superseded' as const, atMs: tenant.nowMs, successorId: id };
    await stores.leases.end(old.id, ended);
  }
  const lease: OpenLease = {
    id,
    dataplaneId: call.dataplaneId,
    // Never below the tenant's floor: what data planes hold below it is void (rule C2).
    seq: maxBigint(
      (await stores.leases.lastSeq(period.id, call.dataplaneId)) + 1n,
      tenant.leaseFloor,
    ),
    state: 'active',
    expiresAtMs,
    parts: eachLeased((dimension) => ({
      granted: grants[dimension].granted,
      settled: 0n,
      holdId: made[before.length + granted.indexOf(dimension)] ?? null,
    })),
  };
  await stores.leases.insert({ ...lease, periodId: period.id, grantedAtMs: tenant.nowMs });
  const accounts = eachLeased((dimension) => {
    const account = state.accounts[dimension];
    const oldRemainder = old === undefined ? 0n : remainingOf(old, dimension);
    return { ...account, held: account.held - oldRemainder + grants[dimension].granted };
  });
  return answerOf(asked, { ...state, accounts }, { lease, grants });
}

async function answerOf(
  { stores, tenant, period }: Asked,
  { accounts }: QuotaState,
  { lease, grants }: { readonly lease: OpenLease | null } & Pick<Given, 'grants'>,
): Promise<BudgetAnswer> {
  const { nowMs } = tenant;
  const expiresAtMs = lease?.expiresAtMs ?? nowMs;
  const isOpen = periodState(period, nowMs) === 'open';
  const periods = isOpen ? [] : await stores.quotas.periods();
  const current = periods.find((one) => periodState(one, nowMs) === 'open');
  return {
    leaseId: lease?.id ?? nilUuid,
    leaseSeq: lease?.seq ?? 0n,
    leaseState: lease?.state ?? 'none',
    grantedAt: new Date(nowMs),
    expiresAt: new Date(expiresAtMs),
    ttlMs: Math.max(0, expiresAtMs - nowMs),
    refreshAfterMs: lease === null ? askAgainAfterMs : refreshAfterMs,
    dimensions: eachLeased((dimension) => ({
      ...grants[dimension],
      retryAfterMs: isWorthAsking(grants[dimension]) ? askAgainAfterMs : null,
    })),
    account: standingsOf(accounts),
    currentPeriodId: current?.id ?? null,
    minPolicyRevision: await stores.policyRevision.current(),
  };
}

function isWorthAsking({ outcome, reason }: Grant): boolean {
  return outcome === 'none' && reason !== 'nothing_asked' && reason !== 'period_closed';
}

function postedBy({ call, tenant }: Asked) {
  return { actor: `dataplane:${call.dataplaneId}`, reason: 'allocate-budget', atMs: tenant.nowMs };
}

/** The kept answer, with the lease as it is now: time that has passed does not come back. */
async function replay(
  stores: Stores,
  kept: unknown,
  { nowMs }: TenantState,
): Promise<BudgetAnswer> {
  const answer = decodeAnswer<BudgetAnswer>(kept);
  const lease = await stores.leases.stateOf(answer.leaseId);
  if (lease === null) return answer;
  const isLive = lease.state === 'active' && nowMs < lease.expiresAtMs;
  return {
    ...answer,
    leaseState: lease.state === 'active' && !isLive ? 'expired' : lease.state,
    ttlMs: isLive ? lease.expiresAtMs - nowMs : 0,
  };
}
