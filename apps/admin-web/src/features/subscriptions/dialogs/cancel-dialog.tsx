import { Radio } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { CancelSubscriptionDocument } from '../../../generated/subscriptions/graphql.ts';
import { useCommand } from '../../../lib/command.ts';
import type { SubscriptionDialogProps } from './dialog-props.ts';

/** With the period, its balance usable until then; or now, its rest to the project. Stripe's end with the period. */
export function CancelDialog({ subscription, onClose }: SubscriptionDialogProps) {
  const send = useCommand(CancelSubscriptionDocument);
  const { userId, provider, period } = subscription;
  // Stripe's subscriptions end with their period, whether or not one is open here yet.
  const canEndLater = period !== null || provider === 'STRIPE';
  const [when, setWhen] = useState<'end' | 'now'>(canEndLater ? 'end' : 'now');
  const atPeriodEnd = when === 'end';
  return (
    <ConfirmMoneyDialog
      title="Cancel the subscription"
      who={<code>{userId}</code>}
      confirm={atPeriodEnd ? 'Cancel at the period’s end' : 'Cancel now'}
      destructive
      input={{ userId, atPeriodEnd }}
      send={send}
      onClose={onClose}
    >
      <Radio.Group
        label="When it ends"
        value={when}
        onChange={(value) => setWhen(value === 'now' ? 'now' : 'end')}
      >
        <Radio
          value="end"
          label="With its period: the balance stays usable until then"
          disabled={!canEndLater}
          mt={8}
        />
        <Radio
          value="now"
          label="Now: what is left goes to the project budget"
          disabled={provider === 'STRIPE'}
          mt={8}
        />
      </Radio.Group>
    </ConfirmMoneyDialog>
  );
}
