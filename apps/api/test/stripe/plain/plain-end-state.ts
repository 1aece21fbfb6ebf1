import { handlers } from '../../../src/use-cases/stripe/events/handlers.ts';
import type { EndState } from '../end-state.ts';
import { accountName } from './plain-ledger.ts';
import type { PlainAccount, PlainState } from './plain-state.ts';

/** What `readEndState` reads from PostgreSQL, of plain values. */
export function plainEndState(state: PlainState): EndState {
  return {
    ...moneyOf(state),
    ...subscriptionsOf(state),
    ...stripeOf(state),
    events: eventsOf(state),
  };
}

const rows = <Row>(table: ReadonlyMap<unknown, Row>) => [...table.values()];

function balanceOf(account: PlainAccount | undefined) {
  const { credits = 0n, debits = 0n, pending = 0n } = account ?? {};
  return { balance: String(credits - debits), held: String(pending) };
}

function moneyOf({ accounts, lots, periods, grants }: PlainState): EndState {
  const account = (kind: 'wallet' | 'period', reference: string) =>
    accounts.get(accountName({ kind, reference }));
  return {
    money: rows(accounts)
      .filter(({ kind }) => kind !== 'wallet' && kind !== 'period')
      .filter(({ credits, debits, pending }) => credits + debits + pending > 0n)
      .map((one) => ({ kind: one.kind, reference: one.reference, ...balanceOf(one) })),
    lots: rows(lots).map(({ id, source }) => ({ source, ...balanceOf(account('wallet', id)) })),
    periods: rows(periods).map(({ key, planId, status, startsAt, endsAt }) => ({
      ...{ plan_id: planId, status, starts_at: startsAt, ends_at: endsAt },
      ...balanceOf(account('period', key)),
      paid: String(account('period', key)?.credits ?? 0n),
    })),
    grants: rows(grants).map(({ mode, source, limits, expiresAt, revokedAt }) => ({
      ...{ mode, source, expires_at: expiresAt, revoked: revokedAt !== null },
      requests_per_day: text(limits.requestsPerDay),
      tokens_per_day: text(limits.tokensPerDay),
    })),
  };
}

function subscriptionsOf({ subscriptions, invoices, customers }: PlainState): EndState {
  return {
    subscriptions: rows(subscriptions).map((one) => ({
      ...{ plan_id: one.planId, provider: one.provider, status: one.status },
      ...{ stripe_status: one.stripeStatus, price: String(one.monthlyPriceMicroUsd) },
      ...{ anchor_day: one.anchorDay, has_period: one.currentPeriodKey !== null },
      ...{ next_charge_at: one.nextChargeAt, last_charged_at: one.lastChargedAt },
      ...{ cancel_at_period_end: one.cancelAtPeriodEnd, canceled_at: one.canceledAt },
      ...{ pending_plan_id: one.pendingPlanId, stripe_price_id: one.stripePriceId },
      ...{ past_due_since: one.pastDueSince, started_at: one.startedAt },
    })),
    invoices: rows(invoices).map((one) => ({
      ...{ status: one.status, billing_reason: one.billingReason, booked: one.booked },
      ...{ due: String(one.amountDueMicroUsd), paid: String(one.amountPaidMicroUsd) },
      ...{ attempt_count: one.attemptCount, next_attempt_at: one.nextAttemptAt },
      ...{ failed_at: one.failedAt, has_period: one.periodKey !== null },
    })),
    customers: [{ count: customers.size }],
  };
}

function stripeOf({ requests, payments, refunds, disputes }: PlainState): EndState {
  return {
    requests: rows(requests).map((one) => ({
      ...{ kind: one.kind, status: one.status, amount: text(one.amountMicroUsd) },
      ...{ stripe_status: one.stripeStatus, error_code: one.errorCode },
      ...{ claimed_until: one.claimedUntil, ended: one.endedAt !== null },
    })),
    payments: rows(payments).map((one) => ({
      ...{ purpose: one.purpose, package_id: one.packageId, lot: one.lotId !== null },
      ...{ granted: one.grantId !== null, amount: String(one.amountMicroUsd) },
    })),
    refunds: rows(refunds).map((one) => ({
      ...{ asked: one.requestId !== null, amount: String(one.amountMicroUsd), status: one.status },
      ...{ booked: one.booked, failure_reason: one.failureReason },
      ...{ lot: String(one.fromLotMicroUsd), wallet: String(one.fromWalletMicroUsd) },
      absorbed: String(one.absorbedMicroUsd),
    })),
    disputes: rows(disputes).map((one) => ({
      ...{ amount: String(one.amountMicroUsd), status: one.status, booked: one.booked },
      ...{ held: String(one.heldMicroUsd), absorbed: String(one.absorbedMicroUsd) },
    })),
  };
}

function text(value: bigint | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

const hasEnded = (status: string) => status === 'applied' || status === 'ignored';

function eventsOf({ events, requests, subscriptionEvents }: PlainState) {
  const told = [...events.values()].filter(({ kind }) => Object.hasOwn(handlers, kind));
  const asked = [...requests.values()].map(({ kind, status, errorCode }) => ({
    kind,
    status: { pending: 'pending', succeeded: 'applied', failed: 'failed', canceled: 'ignored' }[
      status
    ],
    errorCode,
  }));
  const own = [...subscriptionEvents.values()].map(({ kind }) => ({
    kind,
    ...{ status: 'applied', errorCode: null },
  }));
  const counted = new Map<string, { count: number; code: string | null }>();
  for (const { kind, status, errorCode } of [...told, ...asked, ...own]) {
    const group = JSON.stringify({ kind, ended: hasEnded(status) ? 'ended' : status });
    const code = hasEnded(status) ? null : errorCode;
    counted.set(group, { count: (counted.get(group)?.count ?? 0) + 1, code });
  }
  return [...counted].map(([group, rest]) => ({ ...JSON.parse(group), ...rest }));
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** One text for each state, however its rows are ordered and its instants are written. */
export function textOf(state: EndState): string {
  const row = (value: unknown) =>
    JSON.stringify(Object.entries(Object(value)).map(plainColumn).sort());
  const sections = Object.entries(state).map(([name, list]) => [name, list.map(row).sort()]);
  return JSON.stringify(sections.sort(), null, 1);
}

function plainColumn([name, value]: readonly [string, unknown]): readonly [string, unknown] {
  const isInstant = value instanceof Date || (typeof value === 'string' && instant.test(value));
  return [name, isInstant ? new Date(value).toISOString() : value];
}
