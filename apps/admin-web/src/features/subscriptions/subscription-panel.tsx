import { Link } from '@tanstack/react-router';
import { SidePanel } from '../../components/side-panel.tsx';
import { SubscriptionView, type SubscriptionViewProps } from './subscription-view.tsx';

/** One user's subscription beside the list. */
export function SubscriptionPanel({
  onClose,
  ...view
}: SubscriptionViewProps & { readonly onClose: () => void }) {
  const { userId } = view;
  return (
    <SidePanel
      title={
        <Link to="/users/$userId" params={{ userId }} search={{ tab: 'subscription' }}>
          <code>{userId}</code>
        </Link>
      }
      onClose={onClose}
    >
      <SubscriptionView {...view} />
    </SidePanel>
  );
}
