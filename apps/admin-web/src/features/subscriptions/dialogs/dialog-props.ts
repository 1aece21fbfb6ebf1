import type { SubscriptionFieldsFragment } from '../../../generated/subscriptions/graphql.ts';

/** What every dialog about one subscription is given. */
export type SubscriptionDialogProps = {
  readonly subscription: SubscriptionFieldsFragment;
  readonly onClose: () => void;
};
