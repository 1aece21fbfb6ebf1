import { formatUsdChange, formatUsdExact } from '@purser/domain/money/format-usd';
import { microUsdToTokensFloor } from '@purser/domain/money/tokens';
import { accepted } from '@purser/domain/outcome';
import { decideRefund, type RefundFunds } from '@purser/domain/stripe/decide-refund';
import { isOverWithoutMoney } from '@purser/domain/stripe/join-refund';
import type { RefundView, RefundWallet } from '@purser/schema/contract/stripe-money';
import type { StripePaymentRecord, StripeRequestRecord } from '../../../ports/stripe-store.ts';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { UserRecord } from '../../../ports/user-store.ts';
import type { CommandDefinition, Moment } from '../../command/run-command.ts';
import { newRequest } from '../requests/new-request.ts';
import { lotAccount, stripeFunding } from '../stripe-accounts.ts';
import { type RefundParams, refundParams } from './refund-params.ts';
import { refundOf } from './tell-refunds.ts';

type State = {
  readonly payment: StripePaymentRecord | null;
  readonly user: UserRecord | null;
  readonly funds: RefundFunds;
  readonly referencePricePicoUsd: bigint;
};

/**
 * Takes bought credits back: the money is held in the lot that the payment made, and the refund is stored,
 * before Stripe is asked (rules X10 and X11).
 */
export const refundWallet: CommandDefinition<
  RefundWallet,
  State,
  StripeRequestRecord,
  StripeRequestRecord
> = {
  operation: 'refund-wallet',
  load: loadState,
  decide: ({ payment, user, funds, referencePricePicoUsd }, input, moment) => {
    const decided = decideRefund(funds, input.amountMicroUsd ?? null);
    if (!decided.ok) return decided;
    if (payment === null || user === null) throw new Error('A refund needs a payment.');
    const amountMicroUsd = decided.value;
    const tokens = microUsdToTokensFloor(amountMicroUsd, referencePricePicoUsd);
    const request = openedRequest({ payment, user, amountMicroUsd, tokens }, moment);
    const left = funds.lotAvailableMicroUsd;
    return accepted({
      change: request,
      preview: request,
      changes: [
        {
          label: 'available of this payment',
          before: formatUsdExact(left),
          change: formatUsdChange(-amountMicroUsd),
          after: formatUsdExact(left - amountMicroUsd),
        },
      ],
      audit: {
        targetType: 'user',
        targetId: String(user.id),
        before: { lotId: payment.lotId, availableMicroUsd: left },
        after: { requestId: request.id, paymentId: payment.id, amountMicroUsd },
      },
      affects: { userId: user.id },
      alerts: [requestedAlert(request, user)],
    });
  },
  apply: async (stores, request, moment) => {
    const held = await stores.ledger.hold({
      key: `refund-hold:${request.id}`,
      leg: {
        debit: lotAccount(request.lotId ?? '', request.userId),
        credit: stripeFunding,
        amountMicroUsd: request.amountMicroUsd ?? 0n,
        kind: 'refund',
      },
      actor: moment.actor,
      reason: moment.reason,
      effectiveAtMs: moment.nowMs,
      externalId: request.subject,
    });
    if (held.status !== 'held') throw new Error(`The refund ${request.id} found its lot changed.`);
    const opened = { ...request, holdId: held.holdId };
    await stores.stripe.openRequest(opened);
    return opened;
  },
};

/** The payment is locked first, then its lot; what is free in it is read afterwards. */
async function loadState(
  stores: Stores,
  { userId, paymentIntentId }: RefundWallet,
  { now }: Moment,
): Promise<State> {
  await stores.events.lockPayment(paymentIntentId);
  const payment = await stores.stripe.payment(paymentIntentId);
  const user = await stores.users.find(userId);
  const { referencePricePicoUsd } = await stores.policies.settings();
  const isOfUser = payment !== null && payment.userId === user?.id;
  const lotAvailableMicroUsd =
    isOfUser && payment.lotId !== null ? await freeIn(stores, payment.lotId, user.id, now) : 0n;
  return {
    payment,
    user,
    referencePricePicoUsd,
    funds: {
      paymentId: paymentIntentId,
      userId,
      payment: payment && { ...payment, isOfUser },
      refundedMicroUsd: await refundedOf(stores, paymentIntentId),
      lotAvailableMicroUsd,
    },
  };
}

async function freeIn(stores: Stores, lotId: string, userId: bigint, now: Date): Promise<bigint> {
  await stores.ledger.lock([lotAccount(lotId, userId)]);
  const lot = (await stores.wallets.lots(userId, now)).find(({ id }) => id === lotId);
  return lot === undefined || lot.isExpired ? 0n : lot.availableMicroUsd;
}

/** Refunds that Stripe told of and that have not failed, and what was asked and not told of yet. */
async function refundedOf(stores: Stores, paymentId: string): Promise<bigint> {
  const told = await stores.stripe.refundsOf(paymentId);
  const asked = await stores.stripe.requestsAbout('refund', paymentId);
  const isTold = (id: string) => told.some(({ requestId }) => requestId === id);
  const amounts = [
    ...told.filter(({ status }) => !isOverWithoutMoney(status)),
    ...asked.filter(({ id, status }) => status === 'pending' && !isTold(id)),
  ].map(({ amountMicroUsd }) => amountMicroUsd ?? 0n);
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

type Opened = {
  readonly payment: StripePaymentRecord;
  readonly user: UserRecord;
  readonly amountMicroUsd: bigint;
  readonly tokens: bigint;
};

/** Its id is what the refund at Stripe is found by. */
function openedRequest(
  { payment, user, amountMicroUsd, tokens }: Opened,
  moment: Moment,
): StripeRequestRecord {
  const id = moment.newId();
  const { tenantSlug, projectSlug } = moment.ctx.scope;
  const params: RefundParams = {
    metadata: {
      refund_id: id,
      tenant: tenantSlug,
      project: projectSlug,
      user_id: user.externalId,
    },
    tokens: String(tokens),
  };
  const asked = { kind: 'refund' as const, userId: user.id, subject: payment.id };
  return newRequest(id, { ...asked, amountMicroUsd, lotId: payment.lotId, params }, moment);
}

function requestedAlert(
  { id, subject, amountMicroUsd, reason }: StripeRequestRecord,
  user: UserRecord,
) {
  const amount = formatUsdExact(amountMicroUsd ?? 0n);
  return {
    kind: 'refund',
    severity: 'info' as const,
    dedupeKey: `refund:${id}:requested`,
    title: `${refundOf(amount, user.externalId, subject)} was requested: ${reason}`,
    payload: {
      requestId: id,
      paymentId: subject,
      userId: user.externalId,
      status: 'requested',
      amountUsd: amount,
      reason,
    },
  };
}

/** A refund as surfaces show it. */
export function refundView(request: StripeRequestRecord): RefundView {
  const { metadata, tokens } = refundParams(request.params);
  return {
    requestId: request.id,
    userId: metadata.user_id ?? '',
    paymentIntentId: request.subject,
    status: request.status,
    amountMicroUsd: request.amountMicroUsd ?? 0n,
    tokens: BigInt(tokens),
    stripeRefundId: request.stripeId,
    stripeStatus: request.stripeStatus,
    error: request.error,
  };
}
