import { changeLimits, type LimitField, unlimited } from '@purser/domain/quota/limits';
import { type ModelState, userOf } from './model-state.ts';
import type { Said } from './model-turns.ts';

const dayMs = 86_400_000;
const done: Said = { ok: true };

/** A command with an idempotency key: the same again is answered again, another under the key is refused. */
export function onceByModel(
  state: ModelState,
  key: string,
  content: string,
  apply: () => Said,
): Said {
  const earlier = state.keys.get(key);
  if (earlier !== undefined)
    return earlier === content ? done : { rejected: 'idempotency_mismatch' };
  const said = apply();
  if (said === done || said.ok === true) state.keys.set(key, content);
  return said;
}

export function topUpProjectByModel(state: ModelState, amount: bigint): Said {
  state.project.balance += amount;
  return done;
}

export function projectOverdraftByModel(state: ModelState, overdraft: bigint | null): Said {
  state.project.overdraft = overdraft;
  return done;
}

/** Whether a credit makes a lot; a purchase does so once (rule L6). */
export function creditByModel(
  state: ModelState,
  { userId, amount, purchaseId }: { userId: string; amount: bigint; purchaseId: string | null },
): { readonly said: Said; readonly opens: boolean } {
  const earlier = purchaseId === null ? undefined : state.purchases.get(purchaseId);
  if (earlier !== undefined) {
    const same = earlier.userId === userId && earlier.amount === amount;
    return { said: same ? done : { rejected: 'key_conflict' }, opens: false };
  }
  userOf(state, userId);
  if (purchaseId !== null) state.purchases.set(purchaseId, { userId, amount });
  return { said: done, opens: true };
}

/** Free money of expired lots goes to breakage (rule F8). */
export function expireLotsByModel(state: ModelState): void {
  for (const lot of state.lots) {
    const free = lot.balance - lot.held;
    if (lot.expiresAtMs === null || lot.expiresAtMs > state.nowMs || free <= 0n) continue;
    lot.balance -= free;
    state.breakage += free;
  }
}

export function grantByModel(
  state: ModelState,
  given: {
    readonly grantId: string;
    readonly userId: string;
    readonly bundleId: string;
    readonly mode: 'add' | 'replace';
    readonly field: LimitField;
    readonly value: bigint;
    readonly days: number | null;
  },
): void {
  const { grantId, userId, bundleId, mode, field, value, days } = given;
  userOf(state, userId).grants.push({
    grantId,
    bundleId,
    mode,
    limits: { [field]: value },
    createdAtMs: state.nowMs,
    expiresAtMs: days === null ? null : state.nowMs + days * dayMs,
    revokedAtMs: null,
  });
}

/** All replace grants of a user, or all add grants of a user and bundle, end now (rule P6). */
export function revokeByModel(
  state: ModelState,
  userId: string,
  mode: 'add' | 'replace',
  bundleId: string,
): void {
  const { grants } = state.users.get(userId) ?? { grants: [] };
  for (const [at, grant] of grants.entries()) {
    const isMeant = grant.mode === mode && (mode === 'replace' || grant.bundleId === bundleId);
    const isOver =
      grant.revokedAtMs !== null || (grant.expiresAtMs ?? Number.POSITIVE_INFINITY) <= state.nowMs;
    if (isMeant && !isOver) grants[at] = { ...grant, revokedAtMs: state.nowMs };
  }
}

export function setPolicyByModel(
  state: ModelState,
  {
    planId,
    bundleId,
    field,
    value,
  }: { planId: string; bundleId: string; field: LimitField; value: bigint | null },
): void {
  const policies = state.rules.quotaPolicies.get(planId) ?? [];
  const earlier = policies.find((policy) => policy.bundleId === bundleId);
  const policy = earlier ?? {
    planId,
    bundleId,
    limits: unlimited,
    windows: {},
    active: true,
    version: 0,
  };
  const changed = { ...policy, limits: changeLimits(policy.limits, { [field]: value }) };
  const others = policies.filter((each) => each !== earlier);
  const quotaPolicies = new Map(state.rules.quotaPolicies).set(planId, [...others, changed]);
  state.rules = { ...state.rules, quotaPolicies };
}
