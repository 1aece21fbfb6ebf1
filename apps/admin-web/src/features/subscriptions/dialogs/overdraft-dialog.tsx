import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import {
  noOverdraftTyped,
  OverdraftChoice,
  overdraftInput,
  overdraftWords,
} from '../../../components/overdraft-choice.tsx';
import { SetSubscriptionOverdraftDocument } from '../../../generated/subscriptions/graphql.ts';
import { useCommand } from '../../../lib/command.ts';
import type { SubscriptionDialogProps } from './dialog-props.ts';

/** How far below zero holds may take the open period and those after it. */
export function OverdraftDialog({ subscription, onClose }: SubscriptionDialogProps) {
  const send = useCommand(SetSubscriptionOverdraftDocument);
  const { userId } = subscription;
  const [typed, setTyped] = useState(noOverdraftTyped);
  const overdraft = overdraftInput(typed);
  return (
    <ConfirmMoneyDialog
      title="Set the overdraft"
      who={<code>{userId}</code>}
      confirm={overdraftWords(typed)}
      destructive={typed.choice === 'unlimited'}
      input={overdraft && { userId, ...overdraft }}
      send={send}
      onClose={onClose}
    >
      <OverdraftChoice
        label="How far below zero holds may take a period"
        typed={typed}
        onChange={setTyped}
      />
    </ConfirmMoneyDialog>
  );
}
