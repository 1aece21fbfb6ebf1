import type { ClosingMove } from '@purser/domain/subscription/closing';
import type { PeriodView } from '@purser/schema/contract/subscription';
import type {
  PeriodRecord,
  SubscriptionEvent,
  SubscriptionRecord,
  SubscriptionState,
} from '../../ports/subscription-store.ts';
import type { LoadedSubscription } from './load-subscription.ts';

/** Everything a command may do to a subscription; `applyChange` writes it, all or nothing. */
export type SubscriptionChange = {
  /** What it was decided by. */
  readonly loaded: LoadedSubscription;
  /** As it will be. */
  readonly subscription: SubscriptionRecord;
  /** Key of the one posting that moves all of the change's money (rule L6). */
  readonly postingKey: string;
  /** The period that ends, as it will be, and what it gives to or gets from the project. */
  readonly close: { readonly period: PeriodRecord; readonly move: ClosingMove | null } | null;
  readonly open: PeriodRecord | null;
  /** What is paid into the current period: by the operator's funding unless Stripe received it. */
  readonly credit: {
    readonly kind: CreditKind;
    readonly amountMicroUsd: bigint;
    readonly isFromStripe?: boolean;
  } | null;
  /** Another period that the change touches, as it will be, and what passes through it to the project. */
  readonly other?: {
    readonly period: PeriodRecord;
    readonly passing: NonNullable<SubscriptionChange['credit']> | null;
  };
  readonly events: readonly SubscriptionEvent[];
};

export type CreditKind =
  | 'subscription_invoice'
  | 'subscription_renewal'
  | 'subscription_topup'
  | 'subscription_upgrade';

/** Signed as surfaces show it: below zero when the project covered an overdraft. */
export function rolledOver(move: ClosingMove | null): bigint {
  if (move === null) return 0n;
  return move.kind === 'rollover' ? move.amountMicroUsd : -move.amountMicroUsd;
}

/** The state as it will read once the change is applied: what a dry run answers. */
export function stateAfter(change: SubscriptionChange): SubscriptionState {
  const before = change.loaded.state;
  const userId = change.loaded.user.externalId;
  const added = change.credit?.amountMicroUsd ?? 0n;
  const isSame = before?.record.id === change.subscription.id;
  return {
    record: change.subscription,
    userId,
    period: periodAfter(isSame ? before.period : null, change, userId),
    lifetimeAddedMicroUsd: (isSame ? before.lifetimeAddedMicroUsd : 0n) + added,
    lifetimeSpentMicroUsd: isSame ? before.lifetimeSpentMicroUsd : 0n,
  };
}

function periodAfter(
  before: PeriodView | null,
  { subscription, close, open, credit }: SubscriptionChange,
  userId: string,
): PeriodView | null {
  const overdraftMicroUsd = subscription.overdraftMicroUsd;
  if (subscription.currentPeriodKey === null) return null;
  if (open !== null)
    return credited({ ...emptyPeriod, ...open, overdraftMicroUsd, userId }, credit);
  if (before === null) return null;
  if (close !== null) return closed(before, close);
  return credited({ ...before, overdraftMicroUsd }, credit);
}

const emptyPeriod = {
  creditsMicroUsd: 0n,
  debitsMicroUsd: 0n,
  balanceMicroUsd: 0n,
  heldMicroUsd: 0n,
  availableMicroUsd: 0n,
  toppedUpMicroUsd: 0n,
  rolledOverMicroUsd: 0n,
  spentMicroUsd: 0n,
};

function credited(period: PeriodView, credit: SubscriptionChange['credit']): PeriodView {
  const amount = credit?.amountMicroUsd ?? 0n;
  return {
    ...period,
    creditsMicroUsd: period.creditsMicroUsd + amount,
    balanceMicroUsd: period.balanceMicroUsd + amount,
    availableMicroUsd: period.availableMicroUsd + amount,
    toppedUpMicroUsd: period.toppedUpMicroUsd + amount,
  };
}

function closed(before: PeriodView, { period, move }: NonNullable<SubscriptionChange['close']>) {
  const amount = move?.amountMicroUsd ?? 0n;
  const covers = move?.kind === 'subscription_overdraft';
  return {
    ...before,
    ...period,
    userId: before.userId,
    creditsMicroUsd: before.creditsMicroUsd + (covers ? amount : 0n),
    debitsMicroUsd: before.debitsMicroUsd + (covers ? 0n : amount),
    balanceMicroUsd: before.balanceMicroUsd - rolledOver(move),
    availableMicroUsd: before.availableMicroUsd - rolledOver(move),
    rolledOverMicroUsd: before.rolledOverMicroUsd + rolledOver(move),
  };
}
