import { Radio } from '@mantine/core';
import { formatUsdExact } from '@purser/domain/money/format-usd';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { UsdField } from '../../components/fields.tsx';
import {
  SetProjectOverdraftDocument,
  type SetProjectOverdraftInput,
} from '../../generated/budgets/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { enteredValue, readUsd, usdInput } from '../../lib/field-values.ts';
import { useSession } from '../../session/session-provider.tsx';

type Choice = 'none' | 'limit' | 'unlimited';

/** How far below zero holds may take the budget; unlimited is chosen in words. */
export function OverdraftDialog({ onClose }: { readonly onClose: () => void }) {
  const send = useCommand(SetProjectOverdraftDocument);
  const { project } = useSession();
  const [choice, setChoice] = useState<Choice | null>(null);
  const [amount, setAmount] = useState('');
  const input = overdraftInput(choice, amount);
  return (
    <ConfirmMoneyDialog
      title="Set the project overdraft"
      who={`project ${project}`}
      confirm={confirmWords(choice, amount)}
      destructive={choice === 'unlimited'}
      input={input}
      send={send}
      onClose={onClose}
    >
      <Radio.Group
        label="How far below zero holds may take the budget"
        value={choice}
        onChange={(value) => setChoice(value as Choice)}
      >
        <Radio value="none" label="Not at all: turns are denied at zero" mt={8} />
        <Radio value="limit" label="Up to an amount" mt={8} />
        <Radio value="unlimited" label="Without a limit" mt={8} />
      </Radio.Group>
      {choice === 'limit' ? <UsdField label="Up to" value={amount} onChange={setAmount} /> : null}
    </ConfirmMoneyDialog>
  );
}

function overdraftInput(choice: Choice | null, amount: string): SetProjectOverdraftInput | null {
  if (choice === null) return null;
  if (choice === 'unlimited') return { unlimited: true };
  if (choice === 'none') return { overdraftUsd: '0.00' };
  const amountMicroUsd = enteredValue(readUsd(amount));
  return amountMicroUsd === null ? null : { overdraftUsd: usdInput(amountMicroUsd) };
}

function confirmWords(choice: Choice | null, amount: string): string {
  if (choice === 'unlimited') return 'Allow any overdraft';
  if (choice === 'none') return 'Allow no overdraft';
  const amountMicroUsd = enteredValue(readUsd(amount));
  return amountMicroUsd === null
    ? 'Set the overdraft'
    : `Allow ${formatUsdExact(amountMicroUsd)} of overdraft`;
}
