import { useState } from 'react';
import { CreateSubscriptionCheckoutDocument } from '../../../generated/subscriptions/graphql.ts';
import { useCommand } from '../../../lib/command.ts';
import { LinkDialog } from '../../stripe/link-dialog.tsx';
import { PlanSelect } from './plan-select.tsx';

/** A page of Stripe’s on which a user subscribes; the subscription comes with the first payment. */
export function CheckoutLinkDialog({
  userId,
  onClose,
}: {
  readonly userId: string;
  readonly onClose: () => void;
}) {
  const send = useCommand(CreateSubscriptionCheckoutDocument);
  const [planId, setPlanId] = useState('');
  const [here] = useState(window.location.origin);
  return (
    <LinkDialog
      title="Link to a Checkout for a plan"
      userId={userId}
      confirm={planId === '' ? 'Make the link' : `Make a link to subscribe to ${planId}`}
      input={planId === '' ? null : { userId, planId, successUrl: here, cancelUrl: here }}
      send={send}
      onClose={onClose}
    >
      <PlanSelect label="Plan" value={planId} onChange={setPlanId} provider="STRIPE" />
    </LinkDialog>
  );
}
