import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import {
  noOverdraftTyped,
  OverdraftChoice,
  overdraftInput,
  overdraftWords,
} from '../../components/overdraft-choice.tsx';
import { SetProjectOverdraftDocument } from '../../generated/budgets/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { useSession } from '../../session/session-provider.tsx';

/** How far below zero holds may take the budget; unlimited is chosen in words. */
export function OverdraftDialog({ onClose }: { readonly onClose: () => void }) {
  const send = useCommand(SetProjectOverdraftDocument);
  const { project } = useSession();
  const [typed, setTyped] = useState(noOverdraftTyped);
  return (
    <ConfirmMoneyDialog
      title="Set the project overdraft"
      who={`project ${project}`}
      confirm={overdraftWords(typed)}
      destructive={typed.choice === 'unlimited'}
      input={overdraftInput(typed)}
      send={send}
      onClose={onClose}
    >
      <OverdraftChoice
        label="How far below zero holds may take the budget"
        typed={typed}
        onChange={setTyped}
      />
    </ConfirmMoneyDialog>
  );
}
