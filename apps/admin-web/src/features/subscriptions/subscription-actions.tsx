import { Button } from '@mantine/core';
import type { RequestFieldsFragment } from '../../generated/fragments/graphql.ts';
import type { SubscriptionFieldsFragment } from '../../generated/subscriptions/graphql.ts';
import { useNowMs } from '../../lib/clock.tsx';
import { relativeTime } from '../../lib/instants.ts';
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
  waiting,
  onDialog,
}: {
  readonly subscription: SubscriptionFieldsFragment;
  /** What was asked of Stripe about it and is not decided. */
  readonly waiting: readonly RequestFieldsFragment[];
  readonly onDialog: (dialog: SubscriptionDialog) => void;
}) {
  const { permissions, role } = useSession();
  const nowMs = useNowMs();
  if (!permissions.has('subscription:write'))
    return (
      <p className="secondary small">
        Changing a subscription needs subscription:write; you are {role}.
      </p>
    );
  return (
    <div className={classes.actions}>
      {actionsOn(subscription).map((action, index) => {
        const asked = waiting.find(({ kind }) => dialogsOf[kind] === action.dialog);
        return (
          <Button
            key={action.dialog}
            size="xs"
            variant={index === 0 ? 'filled' : 'default'}
            disabled={asked !== undefined}
            {...(action.destructive && asked === undefined ? { c: 'var(--brick)' } : {})}
            onClick={() => onDialog(action.dialog)}
          >
            {asked === undefined
              ? action.label
              : `${action.label}: requested ${relativeTime(Date.parse(asked.createdAt), nowMs)}`}
          </Button>
        );
      })}
    </div>
  );
}

/** The action that a request in flight stands for: it is not asked a second time. */
const dialogsOf: Readonly<Partial<Record<RequestFieldsFragment['kind'], SubscriptionDialog>>> = {
  SUBSCRIBE: 'create',
  CHANGE_PLAN: 'change-plan',
  CANCEL: 'cancel',
  RESUME: 'resume',
};

function actionsOn(subscription: SubscriptionFieldsFragment): readonly Action[] {
  const upkeep: Action[] = [
    { dialog: 'sweep', label: 'Sweep' },
    { dialog: 'reap', label: 'Reap holds' },
  ];
  if (subscription.status === 'canceled')
    return [
      { dialog: 'create', label: 'Create a new one' },
      { dialog: 'checkout-link', label: 'Checkout link' },
      ...upkeep,
    ];
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
