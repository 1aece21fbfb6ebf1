import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { ChangePlanDocument } from '../../../generated/subscriptions/graphql.ts';
import { useCommand } from '../../../lib/command.ts';
import type { SubscriptionDialogProps } from './dialog-props.ts';
import { PlanSelect } from './plan-select.tsx';

/** Up at once, for the difference of the rest of the period; down at its end. */
export function ChangePlanDialog({ subscription, onClose }: SubscriptionDialogProps) {
  const send = useCommand(ChangePlanDocument);
  const { userId, planId: presentId, plan, provider } = subscription;
  const [planId, setPlanId] = useState('');
  return (
    <ConfirmMoneyDialog
      title="Change plan"
      who={
        <>
          <code>{userId}</code>, on {plan?.name ?? presentId}
        </>
      }
      confirm={planId === '' ? 'Change the plan' : `Change to ${planId}`}
      input={planId === '' ? null : { userId, planId }}
      send={send}
      onClose={onClose}
    >
      <PlanSelect
        label="New plan"
        value={planId}
        onChange={setPlanId}
        except={presentId}
        provider={provider}
      />
      <p className="secondary" style={{ margin: 0 }}>
        {provider === 'STRIPE'
          ? 'For a dearer plan Stripe invoices the difference for the rest of the period at once; a cheaper one begins with the next invoice. Below is what Stripe says it would invoice, as of now.'
          : 'A dearer plan begins now and adds the difference for the rest of the period; a cheaper one begins with the next period.'}
      </p>
    </ConfirmMoneyDialog>
  );
}
