import { closingMove } from '@purser/domain/subscription/closing';
import type { PeriodView } from '@purser/schema/contract/subscription';
import type { SubscriptionEvent } from '../../ports/subscription-store.ts';
import type { Moment } from '../command/run-command.ts';
import { rolledOver, type SubscriptionChange } from './subscription-change.ts';

export type Closing = {
  readonly close: NonNullable<SubscriptionChange['close']>;
  readonly event: SubscriptionEvent;
};

/** The end of an open period: what is available moves, and the event that says it happened (rules S5 and S7). */
export function closePeriod(
  period: PeriodView,
  userId: bigint,
  { notes, moment }: { readonly notes: string; readonly moment: Moment },
): Closing {
  const move = closingMove(period.availableMicroUsd);
  const { key, subscriptionId, planId, startsAt, endsAt, createdAt } = period;
  return {
    close: {
      move,
      period: {
        key,
        subscriptionId,
        userId,
        planId,
        status: 'closed',
        startsAt,
        endsAt,
        closedAt: moment.now,
        notes: period.notes === null ? notes : `${period.notes} ${notes}`,
        createdAt,
        updatedAt: moment.now,
      },
    },
    event: {
      id: moment.newId(),
      kind: 'rollover',
      externalId: rolloverEventId(key),
      userId,
      amountMicroUsd: rolledOver(move),
      payload: { periodKey: key, notes },
      occurredAt: moment.now,
    },
  };
}

/** Kept for ever: a period that was closed is known by it. */
export function rolloverEventId(periodKey: string): string {
  return `rollover:${periodKey}`;
}
