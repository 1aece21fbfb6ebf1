import { NativeSelect } from '@mantine/core';
import { formatUsdExact } from '@purser/domain/money/format-usd';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { DaysField, UsdField } from '../../../components/fields.tsx';
import { AddWalletCreditsDocument, type LotSource } from '../../../generated/users/graphql.ts';
import { useCommand } from '../../../lib/command.ts';
import { enteredValue, readUsd, usdInput } from '../../../lib/field-values.ts';
import type { DialogProps } from './dialog-props.ts';

const sources = [
  { value: 'OPERATOR', label: 'from us (operator)' },
  { value: 'PROMOTION', label: 'a promotion' },
  { value: 'PAYMENT', label: 'a payment made elsewhere' },
];

/** Money into the wallet, as a lot of its own. */
export function AddCreditsDialog({ userId, onClose }: DialogProps) {
  const send = useCommand(AddWalletCreditsDocument);
  const [amount, setAmount] = useState('');
  const [source, setSource] = useState<LotSource>('OPERATOR');
  const [expires, setExpires] = useState('never');
  const amountMicroUsd = enteredValue(readUsd(amount));
  const input =
    amountMicroUsd === null
      ? null
      : {
          userId,
          amountUsd: usdInput(amountMicroUsd),
          source,
          expiresInDays: expires === 'never' ? null : Number(expires),
        };
  return (
    <ConfirmMoneyDialog
      title="Add wallet credits"
      who={<code>{userId}</code>}
      confirm={amountMicroUsd === null ? 'Add' : `Add ${formatUsdExact(amountMicroUsd)}`}
      input={input}
      send={send}
      onClose={onClose}
    >
      <UsdField label="Amount" value={amount} onChange={setAmount} autoFocus />
      <NativeSelect
        label="Where it comes from"
        data={sources}
        value={source}
        onChange={(event) => setSource(event.currentTarget.value as LotSource)}
      />
      <DaysField label="The credits end" value={expires} onChange={setExpires} neverAllowed />
    </ConfirmMoneyDialog>
  );
}
