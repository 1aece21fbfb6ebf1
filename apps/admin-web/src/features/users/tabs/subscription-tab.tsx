import { getRouteApi } from '@tanstack/react-router';
import { SubscriptionDialogs } from '../../subscriptions/dialogs/subscription-dialogs.tsx';
import { SubscriptionView } from '../../subscriptions/subscription-view.tsx';
import type { SubscriptionDialog } from '../../subscriptions/urls.ts';

const route = getRouteApi('/users/$userId');

/** The subscription of this user, as the page Subscriptions shows it. */
export function SubscriptionTab({ userId }: { readonly userId: string }) {
  const { period, subscription } = route.useSearch();
  const navigate = route.useNavigate();
  const open = (dialog: SubscriptionDialog | undefined) =>
    void navigate({ search: (old) => ({ ...old, subscription: dialog }) });
  return (
    <>
      <SubscriptionView
        userId={userId}
        periodKey={period}
        onPeriod={(key) => void navigate({ search: (old) => ({ ...old, period: key }) })}
        onDialog={open}
      />
      <SubscriptionDialogs
        dialog={subscription}
        userId={userId}
        periodKey={period}
        onClose={() => open(undefined)}
      />
    </>
  );
}
