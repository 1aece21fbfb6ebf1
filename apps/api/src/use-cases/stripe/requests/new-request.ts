import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { Moment } from '../../command/run-command.ts';

type Asked = Pick<StripeRequestRecord, 'kind' | 'userId' | 'subject' | 'params'> &
  Partial<Pick<StripeRequestRecord, 'amountMicroUsd' | 'holdId' | 'lotId'>>;

/** A request that is about to be asked: its id is the first attempt's idempotency key (rule X1). */
export function newRequest(id: string, asked: Asked, moment: Moment): StripeRequestRecord {
  return {
    id,
    status: 'pending',
    amountMicroUsd: null,
    holdId: null,
    lotId: null,
    ...asked,
    attempt: 1,
    idempotencyKey: `${id}:1`,
    sentAt: null,
    stripeId: null,
    stripeStatus: null,
    answer: null,
    errorCode: null,
    error: null,
    calls: 0,
    nextCallAt: null,
    claimedUntil: null,
    actor: moment.actor,
    reason: moment.reason,
    createdAt: moment.now,
    updatedAt: moment.now,
    endedAt: null,
  };
}
