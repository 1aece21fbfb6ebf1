import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { CreateSubscriptionDocument } from '../../../generated/subscriptions/graphql.ts';
import { useCommand } from '../../../lib/command.ts';
import { PlanSelect } from './plan-select.tsx';
import { usePlans } from './use-plans.ts';

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
  const [priceId, setPriceId] = useState('');
  const [customerId, setCustomerId] = useState('');
  const plan = usePlans()?.find((candidate) => candidate.planId === planId);
  const ofStripe =
    plan?.provider === 'STRIPE'
      ? { stripePriceId: textOrNull(priceId), stripeCustomerId: textOrNull(customerId) }
      : {};
  const complete = user !== '' && planId !== '';
  return (
    <ConfirmMoneyDialog
      title="Create a subscription"
      who={user === '' ? 'a user' : <code>{user}</code>}
      confirm={planId === '' ? 'Subscribe' : `Subscribe to ${planId}`}
      input={complete ? { userId: user, planId, ...ofStripe } : null}
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
      {plan?.provider === 'STRIPE' ? (
        <>
          <TextInput
            label="Stripe price"
            description="The plan’s own, unless another is meant."
            placeholder={plan.stripePriceId ?? 'price_…'}
            value={priceId}
            onChange={(event) => setPriceId(event.currentTarget.value)}
          />
          <TextInput
            label="Stripe customer"
            description="Only for one that exists at Stripe already; else the user’s own is found or made."
            placeholder="cus_…"
            value={customerId}
            onChange={(event) => setCustomerId(event.currentTarget.value)}
          />
        </>
      ) : null}
    </ConfirmMoneyDialog>
  );
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
