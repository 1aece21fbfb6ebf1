import { everyBundle } from '../plan/plan.ts';
import type { BasePolicy } from '../plan/select-policies.ts';
import { type LimitChanges, type LimitField, type Limits, limitFields } from '../quota/limits.ts';
import type { WindowOverrides } from '../quota/window.ts';

/** A per-user change of limits with its own expiry (rule P6). */
export type Grant = {
  readonly grantId: string;
  readonly bundleId: string;
  readonly mode: 'add' | 'replace';
  /** Only the fields this grant sets; in a replace null = unlimited. An add never sets null. */
  readonly limits: LimitChanges;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  readonly revokedAtMs: number | null;
};

/** How one limit came about: base, or the replacing value, plus what was added (rule P6). */
export type LimitArithmetic = {
  readonly base: bigint | null;
  readonly replacedBy: { readonly grantId: string; readonly value: bigint | null } | null;
  readonly added: readonly { readonly grantId: string; readonly amount: bigint }[];
  readonly effective: bigint | null;
};

/** A scope's limits after the user's grants, with the arithmetic that shows why. */
export type EffectivePolicy = {
  readonly scope: string;
  readonly limits: Limits;
  readonly windows: WindowOverrides;
  readonly version: number;
  readonly arithmetic: Readonly<Record<LimitField, LimitArithmetic>>;
  /** The grants that changed a limit here, in order of creation. */
  readonly grantIds: readonly string[];
  /** Whether one of them is an add grant. */
  readonly usedReplenishment: boolean;
};

/** Whether a grant counts at an instant: expiry and revocation are exact (rule P6). */
export function isGrantActive(grant: Grant, nowMs: number): boolean {
  if (grant.revokedAtMs !== null && grant.revokedAtMs <= nowMs) return false;
  return grant.expiresAtMs === null || nowMs < grant.expiresAtMs;
}

/**
 * Applies a user's grants to one scope's base policy, as a turn in `bundleId` sees it: the newest
 * active replace that sets a field, else the base, plus the sum of active adds; unlimited plus
 * anything is unlimited. A `*` grant changes every scope; a bundle's grant changes that bundle's
 * policy and the `*` policy as seen by turns in that bundle (rule P6).
 */
export function effectivePolicy({
  base,
  bundleId,
  grants,
  nowMs,
}: {
  readonly base: BasePolicy;
  readonly bundleId: string;
  readonly grants: readonly Grant[];
  readonly nowMs: number;
}): EffectivePolicy {
  const inForce = grants
    .filter((grant) => isGrantActive(grant, nowMs))
    .filter((grant) => grant.bundleId === everyBundle || grant.bundleId === bundleId)
    .sort(byCreation);
  const arithmetic = fieldRecord((field) => arithmeticOf(field, base.limits[field], inForce));
  const used = new Set(limitFields.flatMap((field) => grantsIn(arithmetic[field])));
  const usedGrants = inForce.filter((grant) => used.has(grant.grantId));
  return {
    scope: base.scope,
    limits: fieldRecord((field) => arithmetic[field].effective),
    windows: base.windows,
    version: base.version,
    arithmetic,
    grantIds: usedGrants.map((grant) => grant.grantId),
    usedReplenishment: usedGrants.some((grant) => grant.mode === 'add'),
  };
}

function arithmeticOf(
  field: LimitField,
  base: bigint | null,
  inForce: readonly Grant[],
): LimitArithmetic {
  const replacement = inForce.findLast(
    (grant) => grant.mode === 'replace' && grant.limits[field] !== undefined,
  );
  const replacedBy = replacement
    ? { grantId: replacement.grantId, value: replacement.limits[field] ?? null }
    : null;
  const start = replacedBy === null ? base : replacedBy.value;
  if (start === null) return { base, replacedBy, added: [], effective: null };
  const added = inForce.flatMap(({ mode, limits, grantId }) => {
    const amount = limits[field];
    return mode === 'add' && amount !== undefined && amount !== null && amount > 0n
      ? [{ grantId, amount }]
      : [];
  });
  return {
    base,
    replacedBy,
    added,
    effective: added.reduce((sum, { amount }) => sum + amount, start),
  };
}

function grantsIn({ replacedBy, added }: LimitArithmetic): readonly string[] {
  const adding = added.map(({ grantId }) => grantId);
  return replacedBy === null ? adding : [replacedBy.grantId, ...adding];
}

function byCreation(a: Grant, b: Grant): number {
  if (a.createdAtMs !== b.createdAtMs) return a.createdAtMs - b.createdAtMs;
  return a.grantId < b.grantId ? -1 : 1;
}

function fieldRecord<Value>(of: (field: LimitField) => Value): Record<LimitField, Value> {
  return {
    maxConcurrent: of('maxConcurrent'),
    requestsPerDay: of('requestsPerDay'),
    requestsPerMonth: of('requestsPerMonth'),
    totalRequests: of('totalRequests'),
    tokensPerHour: of('tokensPerHour'),
    tokensPerDay: of('tokensPerDay'),
    tokensPerMonth: of('tokensPerMonth'),
  };
}
