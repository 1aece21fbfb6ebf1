import { type Allocated, allocate } from '@purser/domain/lease/allocate';
import { isSpendable, type Lease } from '@purser/domain/lease/lease';
import { refreshAfterMs, retryAfterMs } from '@purser/domain/lease/next-ask';
import { spread } from '@purser/domain/lease/spread';
import { eachLeased } from '@purser/domain/tenant/dimension';
import {
  type AllocateBudget,
  type BudgetAnswer,
  type DataPlaneCall,
  type DataPlaneOutcome,
  nilUuid,
} from '@purser/schema/contract/data-plane';
import type { GivenAnswer, LoadedTenant } from '../../ports/quota-books.ts';
import { decodeAnswer, encodeAnswer, requestHash } from '../command/answer-codec.ts';
import {
  type DataPlaneDeps,
  instanceConflict,
  refuse,
  unknownPeriod,
  unknownTenant,
} from '../data-plane/data-plane-deps.ts';
import type { QuotaBatch } from './quota-batch.ts';
import { runBatch } from './run-batch.ts';
import { standingsOf } from './standings.ts';

/** How long a data plane that got nothing waits before it asks again. */
const askAgainAfterMs = 30_000;

const noAmounts = eachLeased(() => 0n);

/**
 * Leases parts of tenants' quotas to a data plane (rules D5–D8). A repeated request gets the same lease, and
 * never more time: its answer is kept with the grant.
 */
export function allocateBudgets(
  deps: DataPlaneDeps,
  call: DataPlaneCall,
  items: readonly AllocateBudget[],
): Promise<readonly DataPlaneOutcome<BudgetAnswer>[]> {
  return runBatch(deps, {
    call,
    items,
    needsOf: (asked) => ({
      instanceId: asked[0]?.instanceId ?? null,
      places: asked,
      leaseIds: asked.flatMap(({ current }) => (current === undefined ? [] : [current.leaseId])),
      requestIds: asked.map(({ requestId }) => requestId),
      reportIds: [],
      largestGrants: false,
      by: { actor: `dataplane:${call.dataplaneId}`, reason: 'allocate-budget' },
    }),
    decide: allocateOne,
  });
}

function allocateOne(batch: QuotaBatch, input: AllocateBudget): DataPlaneOutcome<BudgetAnswer> {
  const tenant = batch.tenant(input.tenantId);
  if (tenant === null) return unknownTenant;
  const hash = requestHash(input);
  const known = batch.answer(input.requestId);
  if (known !== null) return repeat(known, { hash, nowMs: tenant.nowMs });
  const draft = batch.draft(input);
  if (draft === null) return unknownPeriod;
  if (batch.loaded.instance === 'replaced') {
    const evidenceId = input.instanceId ?? nilUuid;
    batch.note(input, { type: 'instance_conflict', amount: 0n, evidenceId });
    return instanceConflict;
  }
  const allocated = allocate(draft, {
    dataplaneId: batch.call.dataplaneId,
    instanceId: input.instanceId ?? null,
    desired: input.desired,
    usefulMin: input.usefulMin ?? noAmounts,
    allOrNothing: input.allOrNothing ?? false,
    current: input.current ?? null,
    newLeaseId: batch.ids.uuid7(tenant.nowMs),
    newHoldIds: eachLeased(() => batch.loaded.newHoldId(tenant.nowMs)),
  });
  batch.keep(input, allocated.draft, allocated.lease?.id ?? input.requestId);
  const answer = answerOf(batch, { input, tenant, allocated });
  const { requestId, tenantId } = input;
  batch.keepAnswer({
    requestId,
    tenantId,
    requestHash: hash,
    answer: encodeAnswer(answer),
    atMs: tenant.nowMs,
    lease: allocated.lease,
  });
  return { ok: true, value: answer, replayed: false };
}

function answerOf(
  { call, loaded }: QuotaBatch,
  {
    input,
    tenant,
    allocated,
  }: {
    readonly input: AllocateBudget;
    readonly tenant: LoadedTenant;
    readonly allocated: Allocated;
  },
): BudgetAnswer {
  const { lease, grants } = allocated;
  const { book } = allocated.draft;
  const { nowMs } = tenant;
  const expiresAtMs = lease?.expiresAtMs ?? nowMs;
  const jitter = spread(`${call.dataplaneId} ${input.requestId}`);
  const isOther = tenant.currentPeriodId !== input.periodId;
  return {
    leaseId: lease?.id ?? nilUuid,
    leaseSeq: lease?.seq ?? 0n,
    leaseState: lease === null ? 'none' : 'active',
    grantedAt: new Date(nowMs),
    expiresAt: new Date(expiresAtMs),
    ttlMs: expiresAtMs - nowMs,
    refreshAfterMs: lease === null ? askAgainAfterMs : refreshAfterMs(expiresAtMs - nowMs, jitter),
    dimensions: eachLeased((dimension) => ({
      ...grants[dimension],
      retryAfterMs: retryAfterMs(grants[dimension], book, jitter),
    })),
    account: standingsOf(book),
    currentPeriodId: isOther ? tenant.currentPeriodId : null,
    minPolicyRevision: loaded.policyRevision,
  };
}

/** The kept answer, with the lease as it is now: time that has passed does not come back. */
function repeat(
  known: GivenAnswer,
  { hash, nowMs }: { readonly hash: string; readonly nowMs: number },
): DataPlaneOutcome<BudgetAnswer> {
  if (known.requestHash !== hash) {
    const message = 'This request_id was used before with other content. Send a new one.';
    return refuse('idempotency_key_reuse', message, { field: 'request_id' });
  }
  const answer = decodeAnswer<BudgetAnswer>(known.answer);
  const { lease } = known;
  const value = lease === null ? answer : { ...answer, ...stateOf(lease, nowMs) };
  return { ok: true, value, replayed: true };
}

function stateOf(lease: Pick<Lease, 'state' | 'expiresAtMs'>, nowMs: number) {
  const isLive = isSpendable(lease, nowMs);
  const leaseState = lease.state === 'active' && !isLive ? 'expired' : lease.state;
  return { leaseState, ttlMs: isLive ? lease.expiresAtMs - nowMs : 0 };
}
