import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { CreateSubscriptionDocument } from '../../../generated/subscriptions/graphql.ts';
import { useCommand } from '../../../lib/command.ts';
import { PlanSelect } from './plan-select.tsx';

/** A user on a plan: internal plans open their first period at once, Stripe's when the invoice is paid. */
export function CreateDialog({
  userId,
  onClose,
}: {
  readonly userId: string | null;
  readonly onClose: () => void;
}) {
  const send = useCommand(CreateSubscriptionDocument);
  const [typedUser, setTypedUser] = useState(userId ?? '');
  const [planId, setPlanId] = useState('');
  const user = typedUser.trim();
  const complete = user !== '' && planId !== '';
  return (
    <ConfirmMoneyDialog
      title="Create a subscription"
      who={user === '' ? 'a user' : <code>{user}</code>}
      confirm={planId === '' ? 'Subscribe' : `Subscribe to ${planId}`}
      input={complete ? { userId: user, planId } : null}
      send={send}
      onClose={onClose}
    >
      {userId === null ? (
        <TextInput
          label="User id"
          description="As your app sends it; it need not have asked for a turn yet."
          value={typedUser}
          data-autofocus
          onChange={(event) => setTypedUser(event.currentTarget.value)}
        />
      ) : null}
      <PlanSelect label="Plan" value={planId} onChange={setPlanId} />
    </ConfirmMoneyDialog>
  );
}
