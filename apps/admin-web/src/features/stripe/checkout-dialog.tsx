import { formatUsdExact } from '@purser/domain/money/format-usd';
import { useState } from 'react';
import { UsdField } from '../../components/fields.tsx';
import { CreateCheckoutSessionDocument } from '../../generated/stripe/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { enteredValue, readUsd, usdInput } from '../../lib/field-values.ts';
import { LinkDialog } from './link-dialog.tsx';

/** A page of Stripe’s on which a user buys credits; they come once it is paid. */
export function CheckoutDialog({
  userId,
  onClose,
}: {
  readonly userId: string;
  readonly onClose: () => void;
}) {
  const send = useCommand(CreateCheckoutSessionDocument);
  const [amount, setAmount] = useState('');
  const amountMicroUsd = enteredValue(readUsd(amount));
  const [here] = useState(window.location.origin);
  return (
    <LinkDialog
      title="Link to a Checkout for credits"
      userId={userId}
      confirm={
        amountMicroUsd === null
          ? 'Make the link'
          : `Make a link to buy ${formatUsdExact(amountMicroUsd)}`
      }
      input={
        amountMicroUsd === null
          ? null
          : { userId, amountUsd: usdInput(amountMicroUsd), successUrl: here, cancelUrl: here }
      }
      send={send}
      onClose={onClose}
    >
      <UsdField
        label="Credits"
        description="In whole cents."
        value={amount}
        onChange={setAmount}
        autoFocus
      />
    </LinkDialog>
  );
}
