import { accepted, type Outcome, rejected } from '@purser/domain/outcome';
import { nextPeriod } from '@purser/domain/subscription/period';
import type { Rejection } from '@purser/schema/contract/rejections';
import type { PeriodView, Renewal, RenewSubscription } from '@purser/schema/contract/subscription';
import type { PlanRecord } from '../../ports/plan-store.ts';
import type { SubscriptionEvent, SubscriptionState } from '../../ports/subscription-store.ts';
import type { Stores } from '../../ports/unit-of-work.ts';
import { encodeAnswer } from '../command/answer-codec.ts';
import type { CommandDefinition, Moment } from '../command/run-command.ts';
import { applyChange } from './apply-change.ts';
import { closePeriod } from './close-period.ts';
import { liveInternal, nothingToDo } from './live-subscription.ts';
import { type LoadedSubscription, loadSubscription } from './load-subscription.ts';
import { openPeriod } from './open-period.ts';
import { notDue, renewalOf, repeatedRenewal } from './renewal-answer.ts';
import { rolledOver, type SubscriptionChange } from './subscription-change.ts';
import { decideChange, decideNothing } from './subscription-decision.ts';

type State = LoadedSubscription & {
  /** The renewal of the named period, made before. */
  readonly earlier: SubscriptionEvent | null;
  /** The named period, if the user has it. */
  readonly named: PeriodView | null;
  /** The plan that begins with the next period; null when none waits. */
  readonly pendingPlan: PlanRecord | null;
};

/**
 * Ends a period of an internal subscription and opens the next: the rest rolls over to the project, the
 * price is paid in, the next charge moves (rule S4). A period is renewed once; without a period named,
 * the one whose end has passed.
 */
export const renewSubscription: CommandDefinition<
  RenewSubscription,
  State,
  SubscriptionChange | null,
  Renewal
> = {
  operation: 'renew-subscription',
  load: loadState,
  decide: (loaded, input, moment) => {
    if (loaded.earlier !== null) {
      return accepted(decideNothing(loaded, repeatedRenewal(loaded.earlier)));
    }
    const live = liveInternal(loaded, renewedByStripe);
    if (!live.ok) return live;
    const due = duePeriod(loaded, live.value, input, moment);
    if (!due.ok) return due;
    if (due.value === null) return accepted(decideNothing(loaded, notDue(live.value)));
    const { change, renewal } = renew(loaded, live.value, due.value, input, moment);
    return accepted(decideChange(change, () => renewal));
  },
  apply: applyChange,
};

async function loadState(stores: Stores, input: RenewSubscription, moment: Moment): Promise<State> {
  const loaded = await loadSubscription(stores, input, moment);
  const { periodKey } = input;
  const pendingPlanId = loaded.state?.record.pendingPlanId ?? null;
  const named =
    periodKey === undefined ? null : await stores.subscriptions.period(loaded.user.id, periodKey);
  return {
    ...loaded,
    named,
    earlier: named === null ? null : await stores.subscriptions.event(renewalEventId(named.key)),
    pendingPlan: pendingPlanId === null ? null : await stores.plans.find(pendingPlanId),
  };
}

/** The period to end; null when none is due. */
function duePeriod(
  { named }: State,
  { record, period }: SubscriptionState,
  { periodKey, chargeAt }: RenewSubscription,
  { now }: Moment,
): Outcome<PeriodView | null, Rejection> {
  if (chargeAt !== undefined && chargeAt > now) return rejected(notYet);
  if (periodKey !== undefined && named === null) return rejected(unknownPeriod);
  if (period === null)
    return rejected(nothingToDo('A subscription without a price has no period.'));
  if (record.status !== 'active') {
    return rejected(nothingToDo(`The subscription is ${record.status}, so it is not renewed.`));
  }
  if (record.cancelAtPeriodEnd) {
    return rejected(nothingToDo('The subscription ends with this period. Resume it first.'));
  }
  if (named !== null && named.key !== period.key) {
    return rejected(nothingToDo('The period belongs to a subscription that has ended.'));
  }
  return accepted(named !== null || period.endsAt <= now ? period : null);
}

function renew(
  loaded: State,
  { record }: SubscriptionState,
  period: PeriodView,
  { chargeAt }: RenewSubscription,
  moment: Moment,
): { readonly change: SubscriptionChange; readonly renewal: Renewal } {
  const { anchorDay } = record;
  const next = nextPeriod({
    endsAtMs: period.endsAt.getTime(),
    anchorDay,
    nowMs: moment.nowMs,
  });
  const plan = loaded.pendingPlan ?? record;
  const priceMicroUsd = plan.monthlyPriceMicroUsd;
  const { planId } = plan;
  const notes = skippedNote(next.skipped);
  const open =
    priceMicroUsd > 0n
      ? openPeriod(loaded, { id: record.id, planId }, { ...next, notes }, moment)
      : null;
  const closing =
    period.status === 'open'
      ? closePeriod(period, record.userId, { notes: 'Renewed.', moment })
      : null;
  const renewal = renewalOf({
    closedKey: period.key,
    openedKey: open?.key ?? null,
    toppedUpMicroUsd: priceMicroUsd,
    rolledOverMicroUsd: rolledOver(closing?.close.move ?? null),
    skipped: next.skipped,
    chargedAt: chargeAt ?? moment.now,
    nextChargeAt: open?.endsAt ?? null,
    externalId: renewalEventId(period.key),
  });
  const event: SubscriptionEvent = {
    id: moment.newId(),
    kind: 'renewal',
    externalId: renewalEventId(period.key),
    userId: record.userId,
    amountMicroUsd: priceMicroUsd,
    payload: { answer: encodeAnswer(renewal) },
    occurredAt: moment.now,
  };
  return {
    renewal,
    change: {
      loaded,
      subscription: {
        ...record,
        planId,
        monthlyPriceMicroUsd: priceMicroUsd,
        pendingPlanId: null,
        currentPeriodKey: open?.key ?? null,
        nextChargeAt: open?.endsAt ?? null,
        lastChargedAt: renewal.chargedAt,
        updatedAt: moment.now,
      },
      postingKey: `subscription-renew:${period.key}`,
      close: closing?.close ?? null,
      open,
      credit:
        open === null ? null : { kind: 'subscription_renewal', amountMicroUsd: priceMicroUsd },
      events: closing === null ? [event] : [closing.event, event],
    },
  };
}

function skippedNote(skipped: number): string | null {
  if (skipped === 0) return null;
  return skipped === 1
    ? 'One period before it was missed.'
    : `${skipped} periods before it were missed.`;
}

function renewalEventId(periodKey: string): string {
  return `renewal:${periodKey}`;
}

const renewedByStripe = nothingToDo(
  'Stripe charges this subscription, so its next paid invoice renews it.',
);

const notYet = {
  code: 'invalid_value' as const,
  field: 'chargeAt',
  message: 'The charge cannot lie in the future.',
};

const unknownPeriod = {
  code: 'not_found' as const,
  field: 'periodKey',
  message: 'The user has no period of this key.',
};
