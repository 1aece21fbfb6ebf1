import { useQuery } from '@apollo/client/react';
import { getRouteApi } from '@tanstack/react-router';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import {
  MailSettingsDocument,
  RedeliverDocument,
  WebhookEndpointsDocument,
} from '../../generated/notifications/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { CreateEndpointDialog } from './create-endpoint-dialog.tsx';
import {
  KindsDialog,
  RemoveDialog,
  RotateDialog,
  SwitchDialog,
  TestDialog,
} from './endpoint-dialogs.tsx';
import { RecipientsDialog } from './recipients-dialog.tsx';

const route = getRouteApi('/notifications');

/** The dialog that the link names, once what it acts on is known. */
export function NotificationDialogs() {
  const { dialog, on } = route.useSearch();
  const navigate = route.useNavigate();
  const onClose = () =>
    void navigate({ search: (old) => ({ ...old, dialog: undefined, on: undefined }) });
  if (dialog === 'create') return <CreateEndpointDialog onClose={onClose} />;
  if (dialog === undefined || on === undefined) return null;
  if (dialog === 'redeliver') return <RedeliverDialog deliveryId={on} onClose={onClose} />;
  if (dialog === 'recipients') return <RecipientsOf kind={on} onClose={onClose} />;
  return <EndpointDialogOf dialog={dialog} endpointId={on} onClose={onClose} />;
}

type Of = { readonly onClose: () => void };

function EndpointDialogOf({
  dialog,
  endpointId,
  onClose,
}: Of & {
  readonly dialog: 'switch' | 'kinds' | 'rotate' | 'remove' | 'test';
  readonly endpointId: string;
}) {
  const { data } = useQuery(WebhookEndpointsDocument);
  const endpoint = data?.webhookEndpoints.find(({ id }) => id === endpointId);
  if (endpoint === undefined) return null;
  switch (dialog) {
    case 'switch':
      return <SwitchDialog endpoint={endpoint} onClose={onClose} />;
    case 'kinds':
      return <KindsDialog endpoint={endpoint} onClose={onClose} />;
    case 'rotate':
      return <RotateDialog endpoint={endpoint} onClose={onClose} />;
    case 'remove':
      return <RemoveDialog endpoint={endpoint} onClose={onClose} />;
    case 'test':
      return <TestDialog endpoint={endpoint} onClose={onClose} />;
  }
}

function RecipientsOf({ kind, onClose }: Of & { readonly kind: string }) {
  const { data } = useQuery(MailSettingsDocument);
  const recipients = data?.mailSettings.recipients.find((one) => one.kind === kind);
  return recipients === undefined ? null : (
    <RecipientsDialog recipients={recipients} onClose={onClose} />
  );
}

/** Sends an alert again to one receiver; the receiver can tell by its id. */
function RedeliverDialog({ deliveryId, onClose }: Of & { readonly deliveryId: string }) {
  const send = useCommand(RedeliverDocument);
  return (
    <ConfirmMoneyDialog
      title="Send an alert again"
      who="one receiver; the message keeps its id"
      confirm="Send again"
      input={{ deliveryId }}
      send={send}
      onClose={onClose}
    />
  );
}
