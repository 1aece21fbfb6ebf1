import type { PostingLeg } from '../../ports/ledger.ts';
import type { Stores } from '../../ports/unit-of-work.ts';
import type { Moment } from '../command/run-command.ts';
import { postOrThrow } from '../ledger/post-or-throw.ts';
import {
  operatorFunding,
  periodAccount,
  projectAccount,
  stripeFunding,
} from './period-accounts.ts';
import type { SubscriptionChange } from './subscription-change.ts';

/**
 * Writes a change: its rows, all its money in one posting, and the end of the account that closes (rule
 * S7). The accounts were locked before the decision, so that its preview is the answer.
 */
export async function applyChange(
  stores: Stores,
  change: SubscriptionChange | null,
  moment: Moment,
): Promise<undefined> {
  if (change === null) return;
  const { subscription, close, open, other, events } = change;
  if (close !== null) await stores.subscriptions.savePeriod(close.period);
  if (open !== null) await stores.subscriptions.savePeriod(open);
  if (other !== undefined) await stores.subscriptions.savePeriod(other.period);
  await stores.subscriptions.save(subscription);
  const legs = legsOf(change);
  if (legs.length > 0) {
    await postOrThrow(stores.ledger, {
      key: change.postingKey,
      legs,
      actor: moment.actor,
      reason: moment.reason,
      effectiveAtMs: moment.nowMs,
      externalId: subscription.id,
    });
  }
  if (close !== null) {
    const account = periodAccount(close.period.key, subscription);
    await stores.ledger.close(account, moment.now);
  }
  if (other?.period.status === 'closed') {
    const account = periodAccount(other.period.key, subscription);
    await stores.ledger.close(account, other.period.closedAt ?? moment.now);
  }
  for (const event of events) await stores.subscriptions.addEvent(event);
}

function legsOf({ subscription, close, credit, other }: SubscriptionChange): readonly PostingLeg[] {
  const legs: PostingLeg[] = [];
  if (close !== null && close.move !== null) {
    const { kind, amountMicroUsd } = close.move;
    const period = periodAccount(close.period.key, subscription);
    const [debit, credited] =
      kind === 'rollover' ? [period, projectAccount] : [projectAccount, period];
    legs.push({ debit, credit: credited, amountMicroUsd, kind });
  }
  if (credit !== null && credit.amountMicroUsd > 0n && subscription.currentPeriodKey !== null) {
    legs.push({
      debit: fundingOf(credit),
      credit: periodAccount(subscription.currentPeriodKey, subscription),
      amountMicroUsd: credit.amountMicroUsd,
      kind: credit.kind,
    });
  }
  if (other !== undefined && other.passing !== null && other.passing.amountMicroUsd > 0n) {
    const { kind, amountMicroUsd } = other.passing;
    const period = periodAccount(other.period.key, subscription);
    legs.push({ debit: fundingOf(other.passing), credit: period, amountMicroUsd, kind });
    legs.push({ debit: period, credit: projectAccount, amountMicroUsd, kind: 'rollover' });
  }
  return legs;
}

function fundingOf({ isFromStripe }: NonNullable<SubscriptionChange['credit']>) {
  return isFromStripe === true ? stripeFunding : operatorFunding;
}
