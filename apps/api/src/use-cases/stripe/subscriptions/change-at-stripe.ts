import { accepted, type Outcome, rejected } from '@purser/domain/outcome';
import type { Rejection } from '@purser/schema/contract/rejections';
import type { PlanRecord } from '../../../ports/plan-store.ts';
import type { StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { SubscriptionState } from '../../../ports/subscription-store.ts';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { CommandDefinition, Moment } from '../../command/run-command.ts';
import { planOf } from '../../subscription/change-plan.ts';
import { nothingToDo } from '../../subscription/live-subscription.ts';
import { type LoadedSubscription, loadSubscription } from '../../subscription/load-subscription.ts';
import { decideNothing } from '../../subscription/subscription-decision.ts';
import { subscriptionView } from '../../subscription/subscription-view.ts';
import { type CustomerParams, customerParams } from '../requests/customer.ts';
import { newRequest } from '../requests/new-request.ts';
import type { RequestAsked } from './ask-subscription.ts';
import type { SubscriptionParams } from './subscription-params.ts';
import { cancelRequestedAlert } from './tell-cancellation.ts';

type Kind = 'cancel' | 'resume' | 'change_plan';
type Input = { readonly userId: string; readonly planId?: string | undefined };

type State = LoadedSubscription & {
  readonly customer: CustomerParams;
  readonly plan: PlanRecord | null;
  /** Changes of the same subscription that were asked before and are not decided yet. */
  readonly pending: readonly StripeRequestRecord[];
};

type Wanted = { readonly plan: PlanRecord | null; readonly isInvoiced: boolean } | 'is_so';

type Command = CommandDefinition<Input, State, StripeRequestRecord | null, RequestAsked>;

/** Phase one of a change at Stripe (rule X34): only the request is written; Stripe's answer changes the subscription. */
function changeAtStripe(
  kind: Kind,
  operation: string,
  want: (live: SubscriptionState, loaded: State, input: Input) => Outcome<Wanted, Rejection>,
): Command {
  return {
    operation,
    load: async (stores, input, moment) => {
      const loaded = await loadSubscription(stores, input, moment);
      const subject = loaded.state?.record.stripeSubscriptionId ?? '';
      const { planId } = input;
      return {
        ...loaded,
        customer: await customerParams(stores, loaded.user, moment),
        plan: planId === undefined ? null : await stores.plans.find(planId),
        pending: await pendingAbout(stores, subject),
      };
    },
    decide: (loaded, input, moment) => {
      const live = liveAtStripe(loaded);
      if (!live.ok) return live;
      const wanted = want(live.value, loaded, input);
      if (!wanted.ok) return wanted;
      const subscription = subscriptionView(live.value, loaded.asOf);
      const same = loaded.pending.find((pending) => isSame(pending, kind, input));
      const other = loaded.pending.find((pending) => pending !== same);
      if (other !== undefined) return rejected(waitsFor(other));
      if (wanted.value === 'is_so' || same !== undefined) {
        const requestId = same?.id ?? null;
        return accepted(decideNothing(loaded, { isNew: false, subscription, requestId }));
      }
      const request = requestFor(kind, { loaded, live: live.value, wanted: wanted.value }, moment);
      return accepted({
        change: request,
        preview: {
          isNew: true,
          subscription,
          requestId: request.id,
          ...moveOf(live.value, wanted.value),
        },
        changes: [{ label: kind, before: null, after: 'asked of Stripe' }],
        audit: {
          targetType: 'user',
          targetId: String(loaded.user.id),
          before: { planId: live.value.record.planId, status: live.value.record.status },
          after: { requestId: request.id, kind, planId: input.planId ?? null },
        },
        affects: 'nobody' as const,
        alerts: kind === 'cancel' ? [cancelRequestedAlert(loaded, live.value.record, request)] : [],
      });
    },
    apply: async (stores, request) => {
      if (request !== null) await stores.stripe.openRequest(request);
      return undefined;
    },
  };
}

async function pendingAbout(
  { stripe }: Stores,
  subject: string,
): Promise<readonly StripeRequestRecord[]> {
  const kinds: readonly Kind[] = ['cancel', 'resume', 'change_plan'];
  const found = await Promise.all(kinds.map((kind) => stripe.pendingRequest(kind, subject)));
  return found.flatMap((request) => request ?? []);
}

function isSame(pending: StripeRequestRecord, kind: Kind, { planId }: Input): boolean {
  if (pending.kind !== kind) return false;
  return kind !== 'change_plan' || (pending.params as SubscriptionParams).planId === planId;
}

/** Two changes whose answers are not known could be done in either order. */
function waitsFor({ kind }: StripeRequestRecord): Rejection {
  const change = kind === 'change_plan' ? 'change of plan' : kind;
  return {
    code: 'in_progress',
    message: `Stripe has not answered yet about an earlier ${change} of this subscription. Reconcile, then ask again.`,
  };
}

function moveOf(
  { record }: SubscriptionState,
  { plan, isInvoiced }: Exclude<Wanted, 'is_so'>,
): Pick<RequestAsked, 'move'> {
  if (plan === null) return {};
  const { planId, stripePriceId, monthlyPriceMicroUsd } = plan;
  const isCheaper = monthlyPriceMicroUsd < record.monthlyPriceMicroUsd;
  return { move: { planId, priceId: stripePriceId ?? '', isInvoiced, isCheaper } };
}

function requestFor(
  kind: Kind,
  {
    loaded,
    live: { record },
    wanted,
  }: {
    readonly loaded: State;
    readonly live: SubscriptionState;
    readonly wanted: Exclude<Wanted, 'is_so'>;
  },
  moment: Moment,
): StripeRequestRecord {
  const { plan, isInvoiced } = wanted;
  const params: SubscriptionParams = {
    ...loaded.customer,
    subscriptionId: record.id,
    revision: record.stripeRevision,
    priceId: plan?.stripePriceId ?? null,
    planId: plan?.planId ?? record.planId,
    isInvoiced,
  };
  const subject = record.stripeSubscriptionId ?? '';
  return newRequest(moment.newId(), { kind, userId: record.userId, subject, params }, moment);
}

function liveAtStripe({ user, state }: LoadedSubscription): Outcome<SubscriptionState, Rejection> {
  if (state === null || state.record.status === 'canceled') {
    const message = `The user "${user.externalId}" has no live subscription. Create one first.`;
    return rejected({ code: 'not_found', field: 'userId', message });
  }
  return state.record.stripeSubscriptionId === null
    ? rejected(nothingToDo('Stripe has not answered yet whether it made this subscription.'))
    : accepted(state);
}

const asItIs = { plan: null, isInvoiced: false };

export const cancelAtStripe = changeAtStripe('cancel', 'cancel-subscription', ({ record }) =>
  accepted(record.cancelAtPeriodEnd ? 'is_so' : asItIs),
);

export const resumeAtStripe = changeAtStripe(
  'resume',
  'resume-subscription',
  ({ record, period }, _loaded, _input) =>
    period?.status === 'closed'
      ? rejected(nothingToDo('The last period has ended. Create a new subscription.'))
      : accepted(record.cancelAtPeriodEnd ? asItIs : 'is_so'),
);

/** A dearer plan is invoiced at once, a cheaper one begins with the next invoice; its own takes that back (rule X32). */
export const changePlanAtStripe = changeAtStripe(
  'change_plan',
  'change-plan',
  (live, loaded, input) => {
    const { planId = '' } = input;
    const plan = planOf(loaded, live, { userId: input.userId, planId });
    if (!plan.ok) return plan;
    const { record } = live;
    if (planId === (record.pendingPlanId ?? record.planId)) return accepted('is_so');
    if (plan.value.stripePriceId === null) {
      const message = `The plan "${planId}" has no Stripe price. Set one first.`;
      return rejected({ code: 'invalid_value', field: 'planId', message });
    }
    const isInvoiced =
      planId !== record.planId && plan.value.monthlyPriceMicroUsd > record.monthlyPriceMicroUsd;
    return accepted({ plan: plan.value, isInvoiced });
  },
);
