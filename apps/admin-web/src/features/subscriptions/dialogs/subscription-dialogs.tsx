import { useQuery } from '@apollo/client/react';
import { SubscriptionOfUserDocument } from '../../../generated/subscriptions/graphql.ts';
import type { SubscriptionDialog } from '../urls.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { ChangePlanDialog } from './change-plan-dialog.tsx';
import { CheckoutLinkDialog } from './checkout-link-dialog.tsx';
import { CreateDialog } from './create-dialog.tsx';
import type { SubscriptionDialogProps } from './dialog-props.ts';
import { OverdraftDialog } from './overdraft-dialog.tsx';
import { RenewDialog } from './renew-dialog.tsx';
import { ResumeDialog } from './resume-dialog.tsx';
import { TopUpDialog } from './top-up-dialog.tsx';
import { ReapDialog, SweepDialog } from './upkeep-dialogs.tsx';

type SubscriptionDialogsProps = {
  readonly dialog: SubscriptionDialog | undefined;
  /** Null acts on the whole project, or lets the person say whom. */
  readonly userId: string | null;
  /** The period whose movements are open: holds can be reaped of it alone. */
  readonly periodKey: string | undefined;
  readonly onClose: () => void;
};

/** The dialog the link names; one about a subscription opens once that is known. */
export function SubscriptionDialogs({
  dialog,
  userId,
  periodKey,
  onClose,
}: SubscriptionDialogsProps) {
  switch (dialog) {
    case undefined:
      return null;
    case 'create':
      return <CreateDialog userId={userId} onClose={onClose} />;
    case 'checkout-link':
      return userId === null ? null : <CheckoutLinkDialog userId={userId} onClose={onClose} />;
    case 'sweep':
      return <SweepDialog userId={userId} onClose={onClose} />;
    case 'reap':
      return <ReapDialog userId={userId} periodKey={periodKey} onClose={onClose} />;
    default:
      return userId === null ? null : (
        <OfSubscription dialog={dialog} userId={userId} onClose={onClose} />
      );
  }
}

const dialogs = {
  renew: RenewDialog,
  'top-up': TopUpDialog,
  overdraft: OverdraftDialog,
  'change-plan': ChangePlanDialog,
  cancel: CancelDialog,
  resume: ResumeDialog,
} satisfies Record<
  Exclude<SubscriptionDialog, 'create' | 'checkout-link' | 'sweep' | 'reap'>,
  (props: SubscriptionDialogProps) => unknown
>;

function OfSubscription({
  dialog,
  userId,
  onClose,
}: {
  readonly dialog: keyof typeof dialogs;
  readonly userId: string;
  readonly onClose: () => void;
}) {
  const { data } = useQuery(SubscriptionOfUserDocument, { variables: { userId } });
  const subscription = data?.user?.subscription;
  if (!subscription) return null;
  const Dialog = dialogs[dialog];
  return <Dialog subscription={subscription} onClose={onClose} />;
}
