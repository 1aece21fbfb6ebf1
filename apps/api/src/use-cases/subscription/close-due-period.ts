import { accepted } from '@purser/domain/outcome';
import { sweptAtMs } from '@purser/domain/subscription/closing';
import type { CommandDefinition, Moment } from '../command/run-command.ts';
import { applyChange } from './apply-change.ts';
import { canceled } from './cancel-subscription.ts';
import { closePeriod } from './close-period.ts';
import { type LoadedSubscription, loadSubscription } from './load-subscription.ts';
import { rolledOver, type SubscriptionChange } from './subscription-change.ts';
import { decideChange, decideNothing } from './subscription-decision.ts';

type Input = {
  readonly userId: string;
  readonly periodKey: string;
  /** Leaves a period alone in its grace, as long as a renewal may come. */
  readonly afterGrace: boolean;
};

/** Whether this run closed the period, and what moved. */
export type ClosedPeriod = { readonly closed: boolean; readonly movedMicroUsd: bigint };

/**
 * Closes one period whose end has passed and rolls its rest over to the project, once (rule S8). A
 * subscription of ours that was to end with it is canceled. A period that another command closed is left alone.
 */
export const closeDuePeriod: CommandDefinition<
  Input,
  LoadedSubscription,
  SubscriptionChange | null,
  ClosedPeriod
> = {
  operation: 'close-period',
  load: loadSubscription,
  decide: (loaded, input, moment) => {
    const change = closing(loaded, input, moment);
    if (change === null) return accepted(decideNothing(loaded, untouched));
    const movedMicroUsd = rolledOver(change.close?.move ?? null);
    return accepted(decideChange(change, () => ({ closed: true, movedMicroUsd })));
  },
  apply: applyChange,
};

const untouched: ClosedPeriod = { closed: false, movedMicroUsd: 0n };

/** Null unless the period is open and its time has come. */
function closing(
  { state, ...others }: LoadedSubscription,
  { periodKey, afterGrace }: Input,
  moment: Moment,
): SubscriptionChange | null {
  const period = state?.period ?? null;
  if (state === null || period?.key !== periodKey || period.status !== 'open') return null;
  const { record } = state;
  const expectsRenewal = afterGrace && record.status === 'active' && !record.cancelAtPeriodEnd;
  const endsAtMs = period.endsAt.getTime();
  if (sweptAtMs({ endsAtMs, expectsRenewal }, others.asOf.renewalGraceMs) > moment.nowMs)
    return null;
  // That a subscription of Stripe's has ended only Stripe says: it may have been resumed there.
  const ends = record.cancelAtPeriodEnd && record.provider === 'internal';
  const notes = ends ? 'Ended, as canceled.' : 'Swept after its end.';
  const { close, event } = closePeriod(period, record.userId, { notes, moment });
  return {
    loaded: { state, ...others },
    subscription: ends ? canceled(record, moment) : { ...record, updatedAt: moment.now },
    postingKey: `period-close:${period.key}`,
    close,
    open: null,
    credit: null,
    events: [event],
  };
}
