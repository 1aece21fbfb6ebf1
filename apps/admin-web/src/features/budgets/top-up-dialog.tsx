import { formatUsdExact } from '@purser/domain/money/format-usd';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { UsdField } from '../../components/fields.tsx';
import { TopUpProjectBudgetDocument } from '../../generated/budgets/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { enteredValue, readUsd, usdInput } from '../../lib/field-values.ts';
import { useSession } from '../../session/session-provider.tsx';

/** The operator's money into the project budget. */
export function TopUpDialog({ onClose }: { readonly onClose: () => void }) {
  const send = useCommand(TopUpProjectBudgetDocument);
  const { project } = useSession();
  const [amount, setAmount] = useState('');
  const amountMicroUsd = enteredValue(readUsd(amount));
  return (
    <ConfirmMoneyDialog
      title="Top up the project budget"
      who={`project ${project}`}
      confirm={amountMicroUsd === null ? 'Top up' : `Top up ${formatUsdExact(amountMicroUsd)}`}
      input={amountMicroUsd === null ? null : { amountUsd: usdInput(amountMicroUsd) }}
      send={send}
      onClose={onClose}
    >
      <UsdField
        label="Amount"
        description="From your own funding; it pays for the turns of funded plans."
        value={amount}
        onChange={setAmount}
        autoFocus
      />
    </ConfirmMoneyDialog>
  );
}
