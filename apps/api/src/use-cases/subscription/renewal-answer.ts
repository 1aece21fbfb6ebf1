import type { Renewal } from '@purser/schema/contract/subscription';
import type { SubscriptionEvent, SubscriptionState } from '../../ports/subscription-store.ts';
import { decodeAnswer } from '../command/answer-codec.ts';

export function renewalOf(made: {
  readonly closedKey: string;
  readonly openedKey: string | null;
  readonly toppedUpMicroUsd: bigint;
  readonly rolledOverMicroUsd: bigint;
  readonly skipped: number;
  readonly chargedAt: Date;
  readonly nextChargeAt: Date | null;
  readonly externalId: string;
}): Renewal {
  return {
    action: 'applied',
    externalId: made.externalId,
    closedPeriodKey: made.closedKey,
    openedPeriodKey: made.openedKey,
    toppedUpMicroUsd: made.toppedUpMicroUsd,
    rolledOverMicroUsd: made.rolledOverMicroUsd,
    skippedPeriods: made.skipped,
    chargedAt: made.chargedAt,
    nextChargeAt: made.nextChargeAt,
  };
}

/** What the first renewal of the period answered, said again (rule S5). */
export function repeatedRenewal({ payload }: SubscriptionEvent): Renewal {
  return { ...decodeAnswer<Renewal>(payload.answer), action: 'duplicate' };
}

/** No period has ended; nothing happens. */
export function notDue({ record }: SubscriptionState): Renewal {
  return {
    action: 'not_due',
    externalId: null,
    closedPeriodKey: null,
    openedPeriodKey: null,
    toppedUpMicroUsd: 0n,
    rolledOverMicroUsd: 0n,
    skippedPeriods: 0,
    chargedAt: null,
    nextChargeAt: record.nextChargeAt,
  };
}
