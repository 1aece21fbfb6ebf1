import { ConfirmMoneyDialog } from '../../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { ResumeSubscriptionDocument } from '../../../generated/subscriptions/graphql.ts';
import { useCommand } from '../../../lib/command.ts';
import type { SubscriptionDialogProps } from './dialog-props.ts';

/** Takes back what waits for the period's end. */
export function ResumeDialog({ subscription, onClose }: SubscriptionDialogProps) {
  const send = useCommand(ResumeSubscriptionDocument);
  return (
    <ConfirmMoneyDialog
      title="Resume the subscription"
      who={<code>{subscription.userId}</code>}
      confirm="Resume the subscription"
      input={{ userId: subscription.userId }}
      send={send}
      onClose={onClose}
    />
  );
}
