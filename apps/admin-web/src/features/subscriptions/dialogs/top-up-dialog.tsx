import { Checkbox } from '@mantine/core';
import { formatUsdExact } from '@purser/domain/money/format-usd';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { UsdField } from '../../../components/fields.tsx';
import { TopUpSubscriptionDocument } from '../../../generated/subscriptions/graphql.ts';
import { useCommand } from '../../../lib/command.ts';
import { enteredValue, readUsd, usdInput } from '../../../lib/field-values.ts';
import type { SubscriptionDialogProps } from './dialog-props.ts';

/** Money into the open period; a second one in the same period has to be meant. */
export function TopUpDialog({ subscription, onClose }: SubscriptionDialogProps) {
  const send = useCommand(TopUpSubscriptionDocument);
  const { userId } = subscription;
  const [amount, setAmount] = useState('');
  const [force, setForce] = useState(false);
  const amountMicroUsd = enteredValue(readUsd(amount));
  return (
    <ConfirmMoneyDialog
      title="Top up the period"
      who={<code>{userId}</code>}
      confirm={amountMicroUsd === null ? 'Top up' : `Top up ${formatUsdExact(amountMicroUsd)}`}
      input={
        amountMicroUsd === null ? null : { userId, amountUsd: usdInput(amountMicroUsd), force }
      }
      send={send}
      onClose={onClose}
    >
      <UsdField
        label="Amount"
        description="Moves no date: to charge for the next period, renew instead."
        value={amount}
        onChange={setAmount}
        autoFocus
      />
      <Checkbox
        label="Also if this period was topped up by hand before"
        checked={force}
        onChange={(event) => setForce(event.currentTarget.checked)}
      />
    </ConfirmMoneyDialog>
  );
}
