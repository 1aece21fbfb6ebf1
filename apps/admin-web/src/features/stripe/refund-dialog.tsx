import { useQuery } from '@apollo/client/react';
import { NativeSelect } from '@mantine/core';
import { formatUsd, formatUsdExact, usdDecimal } from '@purser/domain/money/format-usd';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { UsdField } from '../../components/fields.tsx';
import {
  PaymentsOfUserDocument,
  type PaymentsOfUserQuery,
  RefundWalletDocument,
} from '../../generated/stripe/graphql.ts';
import { microUsd } from '../../lib/amounts.ts';
import { useCommand } from '../../lib/command.ts';
import { enteredValue, readUsd, usdInput } from '../../lib/field-values.ts';
import { refundableMicroUsd } from './refundable.ts';

type RefundDialogProps = {
  readonly userId: string;
  /** The payment that the link names; without one the person chooses. */
  readonly paymentId: string | undefined;
  readonly onClose: () => void;
};

/** Bought credits are paid back by Stripe: they are held at once, and gone once Stripe has done it. */
export function RefundDialog({ userId, paymentId, onClose }: RefundDialogProps) {
  const { data } = useQuery(PaymentsOfUserDocument, { variables: { userId } });
  if (data === undefined) return null;
  return <Loaded data={data} userId={userId} paymentId={paymentId} onClose={onClose} />;
}

function Loaded({
  data,
  userId,
  paymentId,
  onClose,
}: RefundDialogProps & { readonly data: PaymentsOfUserQuery }) {
  const send = useCommand(RefundWalletDocument);
  // As it was when the dialog opened: what is refundable shrinks as soon as the refund is asked.
  const [payments] = useState(() => refundablePayments(data));
  const [chosenId, setChosenId] = useState(paymentId ?? payments[0]?.paymentId ?? '');
  const [typed, setTyped] = useState<string | null>(null);
  const chosen = payments.find((payment) => payment.paymentId === chosenId);
  const amount = typed ?? (chosen ? usdDecimal(chosen.refundableMicroUsd) : '');
  const amountMicroUsd = enteredValue(readUsd(amount));
  const complete = chosenId !== '' && amountMicroUsd !== null;
  return (
    <ConfirmMoneyDialog
      title="Refund a payment"
      who={<code>{userId}</code>}
      confirm={amountMicroUsd === null ? 'Refund' : `Refund ${formatUsdExact(amountMicroUsd)}`}
      destructive
      input={
        complete ? { userId, paymentIntentId: chosenId, amountUsd: usdInput(amountMicroUsd) } : null
      }
      send={send}
      onClose={onClose}
    >
      <NativeSelect
        label="Payment"
        data={choicesOf(payments, chosenId)}
        value={chosenId}
        onChange={(event) => {
          setChosenId(event.currentTarget.value);
          setTyped(null);
        }}
      />
      <UsdField
        label="Amount"
        description="In whole cents; at first all that can be paid back: what is free of the credits it bought."
        value={amount}
        onChange={setTyped}
      />
      <p className="secondary" style={{ margin: 0 }}>
        The credits are held at once. They are gone when Stripe has paid back, and free again should
        it fail.
      </p>
    </ConfirmMoneyDialog>
  );
}

type Refundable = {
  readonly paymentId: string;
  readonly paidUsd: string;
  readonly refundableMicroUsd: bigint;
};

function refundablePayments({ stripePayments, user }: PaymentsOfUserQuery): readonly Refundable[] {
  const lots = user?.wallet.lots ?? [];
  return stripePayments.edges
    .map(({ node }) => ({
      paymentId: node.paymentId,
      paidUsd: node.amountUsd,
      refundableMicroUsd: refundableMicroUsd(node, lots),
    }))
    .filter(({ refundableMicroUsd: left }) => left > 0n);
}

/** A payment that a link names may have nothing left; it is said, and the server says why. */
function choicesOf(payments: readonly Refundable[], chosenId: string) {
  const choices = payments.map(({ paymentId, paidUsd, refundableMicroUsd: left }) => ({
    value: paymentId,
    label: `${paymentId}: ${formatUsd(left)} of ${formatUsd(microUsd(paidUsd))}`,
  }));
  if (choices.some(({ value }) => value === chosenId)) return choices;
  const none = {
    value: chosenId,
    label: chosenId === '' ? 'No payment can be refunded' : chosenId,
  };
  return [none, ...choices];
}
