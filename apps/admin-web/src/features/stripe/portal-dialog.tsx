import { CreatePortalLinkDocument } from '../../generated/stripe/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { LinkDialog } from './link-dialog.tsx';

/** Where a user changes the card, sees invoices and ends the subscription. */
export function PortalDialog({
  userId,
  onClose,
}: {
  readonly userId: string;
  readonly onClose: () => void;
}) {
  const send = useCommand(CreatePortalLinkDocument);
  return (
    <LinkDialog
      title="Link to Stripe’s portal"
      userId={userId}
      confirm="Make the link"
      input={{ userId, returnUrl: window.location.origin }}
      send={send}
      onClose={onClose}
    />
  );
}
