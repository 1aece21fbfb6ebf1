import { Button } from '@mantine/core';
import type { SubscriptionFieldsFragment } from '../../generated/subscriptions/graphql.ts';
import { useSession } from '../../session/session-provider.tsx';
import { mayRenew, mayResume } from './subscription-state.ts';
import classes from './subscriptions.module.css';
import type { SubscriptionDialog } from './urls.ts';

type Action = {
  readonly dialog: SubscriptionDialog;
  readonly label: string;
  readonly destructive?: boolean;
};

/** What can be done to this subscription as it is now; the server decides again. */
export function SubscriptionActions({
  subscription,
  onDialog,
}: {
  readonly subscription: SubscriptionFieldsFragment;
  readonly onDialog: (dialog: SubscriptionDialog) => void;
}) {
  const { permissions, role } = useSession();
  if (!permissions.has('subscription:write'))
    return (
      <p className="secondary small">
        Changing a subscription needs subscription:write; you are {role}.
      </p>
    );
  return (
    <div className={classes.actions}>
      {actionsOn(subscription).map((action, index) => (
        <Button
          key={action.dialog}
          size="xs"
          variant={index === 0 ? 'filled' : 'default'}
          {...(action.destructive ? { c: 'var(--brick)' } : {})}
          onClick={() => onDialog(action.dialog)}
        >
          {action.label}
        </Button>
      ))}
    </div>
  );
}

function actionsOn(subscription: SubscriptionFieldsFragment): readonly Action[] {
  const upkeep: Action[] = [
    { dialog: 'sweep', label: 'Sweep' },
    { dialog: 'reap', label: 'Reap holds' },
  ];
  if (subscription.status === 'canceled')
    return [{ dialog: 'create', label: 'Create a new one' }, ...upkeep];
  const money: Action[] = subscription.period
    ? [
        { dialog: 'top-up', label: 'Top up' },
        { dialog: 'overdraft', label: 'Set overdraft' },
      ]
    : [];
  return [
    ...(mayRenew(subscription) ? [{ dialog: 'renew', label: 'Renew now' } as const] : []),
    ...(mayResume(subscription) ? [{ dialog: 'resume', label: 'Resume' } as const] : []),
    ...money,
    { dialog: 'change-plan', label: 'Change plan' },
    ...upkeep,
    ...(subscription.cancelAtPeriodEnd
      ? []
      : [{ dialog: 'cancel', label: 'Cancel', destructive: true } as const]),
  ];
}
