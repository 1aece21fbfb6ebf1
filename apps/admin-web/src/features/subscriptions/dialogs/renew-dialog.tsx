import { formatUsdExact } from '@purser/domain/money/format-usd';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { RenewSubscriptionDocument } from '../../../generated/subscriptions/graphql.ts';
import { microUsd } from '../../../lib/amounts.ts';
import { useNowMs } from '../../../lib/clock.tsx';
import { useCommand } from '../../../lib/command.ts';
import type { SubscriptionDialogProps } from './dialog-props.ts';

/** Ends the period on screen and opens the next; naming it makes a second click harmless. */
export function RenewDialog({ subscription, onClose }: SubscriptionDialogProps) {
  const send = useCommand(RenewSubscriptionDocument);
  // The period that was on screen when the dialog opened, whatever is read again meanwhile.
  const [period] = useState(subscription.period);
  const nowMs = useNowMs();
  const early = period !== null && Date.parse(period.endsAt) > nowMs;
  const price = formatUsdExact(microUsd(subscription.monthlyPriceUsd));
  return (
    <ConfirmMoneyDialog
      title="Renew now"
      who={<code>{subscription.userId}</code>}
      confirm={`Renew for ${price}`}
      input={period === null ? null : { userId: subscription.userId, periodKey: period.periodKey }}
      send={send}
      onClose={onClose}
    >
      <p className="secondary" style={{ margin: 0 }}>
        {early
          ? 'The period has not ended yet: the next one runs from now to a month after the old end, so no paid day is lost. '
          : 'The next period runs from the end of this one. '}
        What is left of it goes to the project budget.
      </p>
    </ConfirmMoneyDialog>
  );
}
