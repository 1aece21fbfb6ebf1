import { closingMove, sweptAtMs } from '@purser/domain/subscription/closing';
import {
  anchorDayOf,
  internalPeriodKey,
  nextPeriod,
  type PeriodSpan,
  periodEndMs,
} from '@purser/domain/subscription/period';
import { upgradeDifference } from '@purser/domain/subscription/proration';
import {
  type ModelPeriod,
  type ModelState,
  type ModelSubscription,
  userOf,
} from './model-state.ts';
import type { Said } from './model-turns.ts';

const done: Said = { ok: true };
const notFound: Said = { rejected: 'not_found' };
const nothing: Said = { rejected: 'nothing_to_do' };

/** The subscription that is not canceled, of a user who is known from now on. */
function liveOf(state: ModelState, userId: string): ModelSubscription | null {
  const { subscription } = userOf(state, userId);
  return subscription?.status === 'active' ? subscription : null;
}

export function createByModel(state: ModelState, userId: string, planId: string): Said {
  const live = liveOf(state, userId);
  if (live !== null) return live.planId === planId ? done : { rejected: 'subscription_exists' };
  const priceMicroUsd = priceOf(state, planId);
  const anchorDay = anchorDayOf(state.nowMs);
  const subscription: ModelSubscription = {
    planId,
    priceMicroUsd,
    status: 'active',
    anchorDay,
    period: null,
    cancelAtPeriodEnd: false,
    pendingPlanId: null,
    overdraft: 0n,
  };
  userOf(state, userId).subscription = subscription;
  if (priceMicroUsd > 0n) openFirst(state, userId, subscription);
  return done;
}

function openFirst(state: ModelState, userId: string, subscription: ModelSubscription): void {
  const endsAtMs = periodEndMs(state.nowMs, subscription.anchorDay);
  open(state, userId, subscription, { startsAtMs: state.nowMs, endsAtMs });
}

function open(
  state: ModelState,
  userId: string,
  subscription: ModelSubscription,
  span: PeriodSpan,
): void {
  const { periodKeys } = userOf(state, userId);
  const place = { tenantSlug: 'home', projectSlug: 'demo', userId };
  const key = internalPeriodKey({ ...place, endsAtMs: span.endsAtMs, taken: periodKeys });
  periodKeys.add(key);
  const period: ModelPeriod = {
    key,
    startsAtMs: span.startsAtMs,
    endsAtMs: span.endsAtMs,
    balance: subscription.priceMicroUsd,
    held: 0n,
    overdraft: subscription.overdraft,
    closed: false,
    renewed: false,
    toppedUp: false,
  };
  subscription.period = period;
  state.periods.push(period);
}

function close(state: ModelState, period: ModelPeriod): void {
  if (period.closed) return;
  moveRest(state, period);
  period.closed = true;
}

/** Exactly what is available moves, in either direction (rule S7). */
function moveRest(state: ModelState, period: ModelPeriod): void {
  const move = closingMove(period.balance - period.held);
  if (move === null) return;
  const toProject = move.kind === 'rollover' ? move.amountMicroUsd : -move.amountMicroUsd;
  period.balance -= toProject;
  state.project.balance += toProject;
}

/** Ends the present period and opens the next (rule S4); early only where it is named. */
export function renewByModel(
  state: ModelState,
  userId: string,
  { early }: { early: boolean },
): Said {
  const named = early ? (userOf(state, userId).subscription?.period ?? null) : null;
  if (named?.renewed === true) return done;
  const live = liveOf(state, userId);
  if (live === null) return notFound;
  const { period } = live;
  if (period === null || live.cancelAtPeriodEnd) return nothing;
  if (named === null && period.endsAtMs > state.nowMs) return done;
  const next = nextPeriod({
    endsAtMs: period.endsAtMs,
    anchorDay: live.anchorDay,
    nowMs: state.nowMs,
  });
  close(state, period);
  period.renewed = true;
  if (live.pendingPlanId !== null) {
    live.planId = live.pendingPlanId;
    live.priceMicroUsd = priceOf(state, live.planId);
    live.pendingPlanId = null;
  }
  live.period = null;
  if (live.priceMicroUsd > 0n) open(state, userId, live, next);
  return done;
}

/** What the job does: whoever's next charge is due. */
export function renewDueByModel(state: ModelState): void {
  for (const [userId, { subscription }] of state.users) {
    const isDue = subscription?.status === 'active' && !subscription.cancelAtPeriodEnd;
    if (isDue && (subscription.period?.endsAtMs ?? Number.POSITIVE_INFINITY) <= state.nowMs) {
      renewByModel(state, userId, { early: false });
    }
  }
}

export function cancelByModel(
  state: ModelState,
  userId: string,
  { atEnd }: { atEnd: boolean },
): Said {
  const { subscription } = userOf(state, userId);
  if (subscription === null) return notFound;
  if (subscription.status === 'canceled') return done;
  const { period } = subscription;
  const runs = period !== null && !period.closed && state.nowMs < period.endsAtMs;
  if (!atEnd || !runs) cancelNow(state, subscription);
  else {
    subscription.cancelAtPeriodEnd = true;
    subscription.pendingPlanId = null;
  }
  return done;
}

function cancelNow(state: ModelState, subscription: ModelSubscription): void {
  if (subscription.period !== null) close(state, subscription.period);
  subscription.status = 'canceled';
  subscription.cancelAtPeriodEnd = false;
  subscription.pendingPlanId = null;
}

export function resumeByModel(state: ModelState, userId: string): Said {
  const live = liveOf(state, userId);
  if (live === null) return notFound;
  if (live.cancelAtPeriodEnd && live.period !== null && live.period.endsAtMs <= state.nowMs)
    return nothing;
  live.cancelAtPeriodEnd = false;
  return done;
}

export function changePlanByModel(state: ModelState, userId: string, planId: string): Said {
  const live = liveOf(state, userId);
  if (live === null) return notFound;
  if (live.cancelAtPeriodEnd) return nothing;
  live.pendingPlanId = null;
  if (planId === live.planId) return done;
  const { period, priceMicroUsd: oldPriceMicroUsd } = live;
  const newPriceMicroUsd = priceOf(state, planId);
  const isOpen = period !== null && !period.closed;
  if (newPriceMicroUsd < oldPriceMicroUsd && isOpen && state.nowMs < period.endsAtMs) {
    live.pendingPlanId = planId;
    return done;
  }
  live.planId = planId;
  live.priceMicroUsd = newPriceMicroUsd;
  if (period === null && newPriceMicroUsd > 0n) {
    live.anchorDay = anchorDayOf(state.nowMs);
    openFirst(state, userId, live);
  } else if (isOpen) {
    const span = { startsAtMs: period.startsAtMs, endsAtMs: period.endsAtMs, nowMs: state.nowMs };
    const difference = upgradeDifference({ oldPriceMicroUsd, newPriceMicroUsd, ...span });
    if (difference > 0n) period.balance += difference;
  }
  return done;
}

export function topUpPeriodByModel(
  state: ModelState,
  userId: string,
  { amount, force }: { readonly amount: bigint; readonly force: boolean },
): Said {
  const live = liveOf(state, userId);
  if (live === null) return notFound;
  const { period } = live;
  if (period === null || period.closed) return nothing;
  if (period.toppedUp && !force) return { rejected: 'already_exists' };
  period.toppedUp = true;
  period.balance += amount;
  return done;
}

export function setOverdraftByModel(
  state: ModelState,
  userId: string,
  overdraft: bigint | null,
): Said {
  const live = liveOf(state, userId);
  if (live === null) return notFound;
  live.overdraft = overdraft;
  if (live.period !== null && !live.period.closed) live.period.overdraft = overdraft;
  return done;
}

/** The command closes at the end; the job leaves the grace, and moves on what holds gave back (rules S8 and S9). */
export function sweepByModel(state: ModelState, { job }: { readonly job: boolean }): void {
  for (const { subscription } of state.users.values()) {
    const period = subscription?.period ?? null;
    if (subscription === null || period === null || period.closed) continue;
    const expectsRenewal =
      job && subscription.status === 'active' && !subscription.cancelAtPeriodEnd;
    const graceMs = state.rules.settings.renewalGraceMs;
    if (sweptAtMs({ endsAtMs: period.endsAtMs, expectsRenewal }, graceMs) > state.nowMs) continue;
    if (subscription.cancelAtPeriodEnd) cancelNow(state, subscription);
    else close(state, period);
  }
  if (!job) return;
  for (const period of state.periods) if (period.closed) moveRest(state, period);
}

function priceOf({ rules }: ModelState, planId: string): bigint {
  return rules.plans.get(planId)?.monthlyPriceMicroUsd ?? 0n;
}
