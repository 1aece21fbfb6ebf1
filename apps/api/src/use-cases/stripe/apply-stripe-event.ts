import { formatUsdExact } from '@purser/domain/money/format-usd';
import { accepted } from '@purser/domain/outcome';
import { seedPackages } from '@purser/domain/plan/seed';
import {
  decidePayment,
  type PackageSale,
  type WalletTopUp,
} from '@purser/domain/stripe/decide-payment';
import { failed, ignored, type NoEffect } from '@purser/domain/stripe/event-codes';
import { signedText } from '@purser/domain/stripe/signed-text';
import type { ExternalEventView } from '@purser/schema/contract/event';
import type { GrantRecord } from '../../ports/grant-store.ts';
import type { PaymentSigner } from '../../ports/payment-signer.ts';
import type { Stores } from '../../ports/unit-of-work.ts';
import type { UserRecord } from '../../ports/user-store.ts';
import type { CommandDefinition, Decision, Moment } from '../command/run-command.ts';
import { decideGrant } from '../grant/create-grant.ts';
import { postOrThrow } from '../ledger/post-or-throw.ts';
import { addWalletCredits } from '../wallet/add-wallet-credits.ts';
import type { CreditChange } from '../wallet/credit-change.ts';
import { type CreditState, loadCreditState } from '../wallet/load-credit-state.ts';
import { type EventEnd, endEvent } from './end-event.ts';
import { paymentSucceeded, readPayment } from './read-payment.ts';

export type PaymentPolicy = {
  readonly signer: PaymentSigner;
  /** Whether amounts that metadata states itself are believed without a signature (rule E4). */
  readonly trustMetadata: boolean;
};

export type ApplyStripeEvent = {
  readonly eventId: string;
  readonly acceptAmount: boolean;
  /** Where the metadata says the event belongs: to this project, to another, or to none that exists. */
  readonly place: 'here' | 'elsewhere' | 'nowhere';
};

type Effect =
  | { readonly kind: 'none'; readonly why: NoEffect }
  | {
      readonly kind: 'package';
      readonly paymentId: string;
      readonly sale: PackageSale;
      readonly user: UserRecord;
    }
  | {
      readonly kind: 'wallet';
      readonly paymentId: string;
      readonly sale: WalletTopUp;
      readonly credit: CreditState;
    };

type State = { readonly event: ExternalEventView | null; readonly effect: Effect };

type Change = {
  readonly end: EventEnd;
  readonly grant?: GrantRecord;
  readonly credit?: CreditChange;
  readonly sale?: {
    readonly paymentId: string;
    readonly packageId: string;
    readonly amountMicroUsd: bigint;
  };
};

/**
 * Does what a received event asks for and ends the event, in one transaction: whoever comes second, and
 * a second event of the same payment, finds it done (rules E2 and E3).
 */
export function applyStripeEvent(
  policy: PaymentPolicy,
): CommandDefinition<ApplyStripeEvent, State, Change, ExternalEventView | null> {
  return {
    operation: 'apply-stripe-event',
    load: async (stores, input, moment) => {
      const event = await stores.events.lock(input.eventId);
      const isOpen = event?.status === 'received';
      const effect = isOpen ? await loadEffect(policy, stores, event, input, moment) : nothing;
      return { event, effect };
    },
    decide: ({ event, effect }, _input, moment) =>
      accepted(event?.status === 'received' ? decide(event, effect, moment) : untouched(event)),
    apply: applyChange,
  };
}

const nothing: Effect = {
  kind: 'none',
  why: ignored('not_handled', 'Events of this type change nothing here.'),
};

async function loadEffect(
  policy: PaymentPolicy,
  stores: Stores,
  event: ExternalEventView,
  { place, acceptAmount }: ApplyStripeEvent,
  moment: Moment,
): Promise<Effect> {
  if (place !== 'here') return { kind: 'none', why: misplaced[place] };
  if (event.kind !== paymentSucceeded) return nothing;
  const payment = readPayment(event.payload);
  if (payment.kind !== 'payment') return { kind: 'none', why: payment };
  const isTrusted =
    policy.trustMetadata ||
    policy.signer.verify(signedText(payment), payment.metadata.purser_sig ?? '');
  const sale = decidePayment(payment, { packages: seedPackages, isTrusted, acceptAmount });
  if (sale.kind !== 'package' && sale.kind !== 'wallet') return { kind: 'none', why: sale };
  const { paymentId } = payment;
  if (await stores.events.lockPayment(paymentId)) return { kind: 'none', why: duplicate };
  if (sale.kind === 'wallet') {
    const credit = await loadCreditState(stores, walletInput(sale, paymentId), moment);
    return { kind: 'wallet', paymentId, sale, credit };
  }
  const user = await stores.users.ensure(sale.userId, moment.now);
  return { kind: 'package', paymentId, sale, user };
}

const misplaced = {
  nowhere: failed(
    'unknown_project',
    'The metadata names a tenant or a project that does not exist.',
  ),
  elsewhere: ignored('moved', 'The event went on to the project that its metadata names.'),
};

const duplicate = ignored('duplicate_payment', 'This payment was credited before.');

type Decided = Decision<Change, ExternalEventView | null>;

function decide(event: ExternalEventView, effect: Effect, moment: Moment): Decided {
  switch (effect.kind) {
    case 'none':
      return decideNothing(event, effect.why);
    case 'package':
      return decidePackageSale(event, effect, moment);
    case 'wallet':
      return decideTopUp(event, effect, moment);
  }
}

/** Somebody else ended the event, or it is gone. */
function untouched(event: ExternalEventView | null): Decided {
  const end = { eventId: event?.id ?? '', status: 'ignored' as const, user: null, why: null };
  return {
    change: { end },
    preview: event,
    changes: [],
    audit: { targetType: 'event', targetId: end.eventId, before: null, after: null },
    affects: 'nobody',
    unchanged: true,
  };
}

function decideNothing(event: ExternalEventView, why: NoEffect): Decided {
  const end = { eventId: event.id, status: why.kind, user: null, why };
  const after = { externalId: event.externalId, status: why.kind, code: why.code };
  const alert = {
    kind: 'event_failed',
    severity: 'warning' as const,
    dedupeKey: `event-failed:${event.id}:${why.code}`,
    title: `Stripe's event ${event.externalId} (${event.kind}) failed: ${why.sentence}`,
    payload: { eventId: event.id, externalId: event.externalId, kind: event.kind, code: why.code },
  };
  return {
    change: { end },
    preview: endEvent(event, end),
    changes: [{ label: 'event', before: event.status, after: `${why.kind}: ${why.code}` }],
    audit: { targetType: 'event', targetId: event.id, before: { status: event.status }, after },
    affects: 'nobody',
    alerts: why.kind === 'failed' ? [alert] : [],
  };
}

/** The grant is decided by the command that makes grants; the money goes from Stripe to revenue. */
function decidePackageSale(
  event: ExternalEventView,
  { paymentId, sale, user }: Extract<Effect, { kind: 'package' }>,
  moment: Moment,
): Decided {
  const { userId, bundleId, adds, expiresInDays, packageId, amountMicroUsd } = sale;
  const input = {
    userId,
    bundleId,
    mode: 'add' as const,
    limits: adds,
    source: 'stripe' as const,
    expiresInDays,
    purchaseId: paymentId,
    purchaseAmountMicroUsd: amountMicroUsd,
    notes: `Package ${packageId}`,
  };
  const granted = decideGrant(user, input, moment);
  if (!granted.ok)
    return decideNothing(event, failed('invalid_metadata', granted.rejection.message));
  const { change: grant, changes, affects, audit } = granted.value;
  const end = { eventId: event.id, status: 'applied' as const, user, why: null };
  return {
    change: { end, grant, sale: { paymentId, packageId, amountMicroUsd } },
    preview: endEvent(event, end),
    changes: [...changes, { label: 'paid', before: null, after: formatUsdExact(amountMicroUsd) }],
    audit: { ...audit, after: { event: event.externalId, packageId, grant } },
    affects,
  };
}

function decideTopUp(
  event: ExternalEventView,
  { paymentId, sale, credit }: Extract<Effect, { kind: 'wallet' }>,
  moment: Moment,
): Decided {
  const credited = addWalletCredits.decide(credit, walletInput(sale, paymentId), moment);
  if (!credited.ok)
    return decideNothing(event, failed('invalid_metadata', credited.rejection.message));
  const { change, changes, affects, audit } = credited.value;
  const end = { eventId: event.id, status: 'applied' as const, user: credit.user, why: null };
  return {
    change: { end, credit: change },
    preview: endEvent(event, end),
    changes,
    audit: { ...audit, after: { event: event.externalId, credit: audit.after } },
    affects,
  };
}

function walletInput({ userId, amountMicroUsd }: WalletTopUp, paymentId: string) {
  return {
    userId,
    amountMicroUsd,
    purchaseId: paymentId,
    source: 'payment' as const,
    notes: 'Stripe',
  };
}

async function applyChange(
  stores: Stores,
  { end, grant, credit, sale }: Change,
  moment: Moment,
): Promise<undefined> {
  if (grant !== undefined) await stores.grants.insert(grant);
  if (credit !== undefined) await addWalletCredits.apply(stores, credit, moment);
  if (sale !== undefined) {
    await postOrThrow(stores.ledger, {
      key: `payment:${sale.paymentId}`,
      legs: [
        {
          debit: { kind: 'funding', reference: 'stripe' },
          credit: { kind: 'revenue', reference: sale.packageId },
          amountMicroUsd: sale.amountMicroUsd,
          kind: 'package_sale',
        },
      ],
      actor: moment.actor,
      reason: moment.reason,
      effectiveAtMs: moment.nowMs,
      externalId: sale.paymentId,
    });
  }
  const { eventId, status, user, why } = end;
  const outcome = {
    status,
    userId: user?.id ?? null,
    errorCode: why?.code ?? null,
    error: why?.sentence ?? null,
  };
  await stores.events.finish(eventId, outcome, moment.now);
  return undefined;
}
