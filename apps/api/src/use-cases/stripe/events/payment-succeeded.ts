import { formatUsdExact } from '@purser/domain/money/format-usd';
import { seedPackages } from '@purser/domain/plan/seed';
import {
  decidePayment,
  type PackageSale,
  type WalletTopUp,
} from '@purser/domain/stripe/decide-payment';
import { failed, ignored, type NoEffect, waits } from '@purser/domain/stripe/event-codes';
import { signedText } from '@purser/domain/stripe/signed-text';
import type { StripeEvent } from '@purser/schema/contract/stripe-event';
import type { GrantRecord } from '../../../ports/grant-store.ts';
import type { StripePaymentRecord } from '../../../ports/stripe-store.ts';
import type { Stores } from '../../../ports/unit-of-work.ts';
import type { UserRecord } from '../../../ports/user-store.ts';
import type { Moment } from '../../command/run-command.ts';
import { decideGrant } from '../../grant/create-grant.ts';
import { postOrThrow } from '../../ledger/post-or-throw.ts';
import { addWalletCredits } from '../../wallet/add-wallet-credits.ts';
import type { CreditChange } from '../../wallet/credit-change.ts';
import { type CreditState, loadCreditState } from '../../wallet/load-credit-state.ts';
import {
  type EventDecision,
  type EventHandler,
  eventHandler,
  type HandlerContext,
} from './event-handler.ts';
import { readPayment } from './read-payment.ts';

type Facts = {
  readonly paymentId: string;
  readonly chargeId: string | null;
  readonly paidAtMs: number;
  readonly sale: PackageSale | WalletTopUp;
};

type State = {
  readonly user: UserRecord;
  /** Of a wallet top-up. */
  readonly credit: CreditState | null;
};

type Change = {
  readonly grant: GrantRecord | null;
  readonly credit: CreditChange | null;
  readonly sale: PackageSale | null;
  readonly payment: StripePaymentRecord;
};

/** A payment that succeeded and pays no invoice is for what its metadata says. */
export const paymentSucceeded: EventHandler = async (event, ctx) =>
  (await invoicePayment(event, ctx)) ?? salePaid(event, ctx);

/** Stripe's payments of invoices name nothing; only Stripe knows which they are (rule E3). */
async function invoicePayment(
  event: StripeEvent,
  { gateway }: HandlerContext,
): Promise<NoEffect | null> {
  const payment = readPayment(event);
  if (payment.kind !== 'payment' || gateway === null) return null;
  const { purpose, package: named, user_id } = payment.metadata;
  if (purpose !== undefined || named !== undefined || user_id !== undefined) return null;
  const answer = await gateway.invoiceOfPayment(payment.paymentId);
  if (answer.kind === 'unknown') return waits('waits_for_stripe', answer.message);
  const isForInvoice = answer.kind === 'done' && answer.value !== null;
  return isForInvoice ? ofInvoice : null;
}

const ofInvoice = ignored('invoice_payment', 'The invoice of this payment books it.');

/** A payment that succeeded grants the package or credits the wallet that its metadata names (rules E3 and E4). */
const salePaid = eventHandler<Facts, State, Change>({
  read: (event, { policy, acceptAmount }) => {
    const payment = readPayment(event);
    if (payment.kind !== 'payment') return payment;
    const isTrusted =
      policy.trustMetadata ||
      policy.signer.verify(signedText(payment), payment.metadata.purser_sig ?? '');
    const sale = decidePayment(payment, { packages: seedPackages, isTrusted, acceptAmount });
    if (sale.kind !== 'package' && sale.kind !== 'wallet') return sale;
    const { paymentId, chargeId } = payment;
    return { paymentId, chargeId, sale, paidAtMs: event.created * 1000 };
  },
  load: async (stores, { paymentId, sale }, moment) => {
    if (await stores.events.lockPayment(paymentId)) return duplicate;
    if (sale.kind === 'package') {
      return { user: await stores.users.ensure(sale.userId, moment.now), credit: null };
    }
    const credit = await loadCreditState(stores, walletInput(sale, paymentId), moment);
    return { user: credit.user, credit };
  },
  decide: ({ user, credit }, facts, moment) => {
    const { sale } = facts;
    return sale.kind === 'package'
      ? decidePackageSale({ ...facts, sale }, user, moment)
      : decideTopUp({ ...facts, sale }, credit, moment);
  },
  apply: applyChange,
});

const duplicate = ignored('duplicate_payment', 'This payment was credited before.');

/** The grant is decided by the command that makes grants; the money goes from Stripe to revenue. */
function decidePackageSale(
  facts: Facts & { readonly sale: PackageSale },
  user: UserRecord,
  moment: Moment,
): EventDecision<Change> | NoEffect {
  const { userId, bundleId, adds, expiresInDays, packageId, amountMicroUsd } = facts.sale;
  const input = {
    userId,
    bundleId,
    mode: 'add' as const,
    limits: adds,
    source: 'stripe' as const,
    expiresInDays,
    purchaseId: facts.paymentId,
    purchaseAmountMicroUsd: amountMicroUsd,
    notes: `Package ${packageId}`,
  };
  const granted = decideGrant(user, input, moment);
  if (!granted.ok) return failed('invalid_metadata', granted.rejection.message);
  const { change: grant, changes, affects, audit } = granted.value;
  const payment = paymentRecord(facts, user, moment);
  return {
    user,
    change: {
      grant,
      credit: null,
      sale: facts.sale,
      payment: { ...payment, purpose: 'quota_package', grantId: grant.id, packageId },
    },
    changes: [...changes, { label: 'paid', before: null, after: formatUsdExact(amountMicroUsd) }],
    audit: { ...audit, after: { paymentId: facts.paymentId, packageId, grant } },
    affects,
  };
}

function decideTopUp(
  facts: Facts & { readonly sale: WalletTopUp },
  credit: CreditState | null,
  moment: Moment,
): EventDecision<Change> | NoEffect {
  if (credit === null) throw new Error('A top-up was decided without its wallet.');
  const credited = addWalletCredits.decide(
    credit,
    walletInput(facts.sale, facts.paymentId),
    moment,
  );
  if (!credited.ok) return failed('invalid_metadata', credited.rejection.message);
  const { change, changes, affects, audit } = credited.value;
  const payment = paymentRecord(facts, credit.user, moment);
  return {
    user: credit.user,
    change: {
      grant: null,
      credit: change,
      sale: null,
      payment: { ...payment, lotId: change.lot.id },
    },
    changes,
    audit: { ...audit, after: { paymentId: facts.paymentId, credit: audit.after } },
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

function paymentRecord(
  { paymentId, chargeId, paidAtMs, sale }: Facts,
  user: UserRecord,
  moment: Moment,
): StripePaymentRecord {
  return {
    id: paymentId,
    userId: user.id,
    purpose: 'wallet_topup',
    chargeId,
    lotId: null,
    grantId: null,
    packageId: null,
    invoiceId: null,
    amountMicroUsd: sale.amountMicroUsd,
    paidAt: new Date(paidAtMs),
    createdAt: moment.now,
  };
}

async function applyChange(
  stores: Stores,
  { grant, credit, sale, payment }: Change,
  moment: Moment,
): Promise<void> {
  if (grant !== null) await stores.grants.insert(grant);
  if (credit !== null) await addWalletCredits.apply(stores, credit, moment);
  if (sale !== null) await bookSale(stores, sale, payment.id, moment);
  await stores.stripe.addPayment(payment);
}

async function bookSale(
  stores: Stores,
  { packageId, amountMicroUsd }: PackageSale,
  paymentId: string,
  moment: Moment,
): Promise<void> {
  await postOrThrow(stores.ledger, {
    key: `payment:${paymentId}`,
    legs: [
      {
        debit: { kind: 'funding', reference: 'stripe' },
        credit: { kind: 'revenue', reference: packageId },
        amountMicroUsd,
        kind: 'package_sale',
      },
    ],
    actor: moment.actor,
    reason: moment.reason,
    effectiveAtMs: moment.nowMs,
    externalId: paymentId,
  });
}
