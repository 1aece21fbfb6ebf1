import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { SecretOnce, secretIn } from '../../components/secret-once.tsx';
import {
  DeleteWebhookEndpointDocument,
  RotateWebhookSecretDocument,
  SendTestAlertDocument,
  UpdateWebhookEndpointDocument,
} from '../../generated/notifications/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import type { Endpoint } from './endpoints-tab.tsx';
import { KindsField } from './kinds-field.tsx';

type EndpointDialogProps = { readonly endpoint: Endpoint; readonly onClose: () => void };

/** Switches an endpoint off or on; while it is off, what waits for it waits on. */
export function SwitchDialog({ endpoint, onClose }: EndpointDialogProps) {
  const send = useCommand(UpdateWebhookEndpointDocument);
  // What the dialog began with: the list behind it changes as soon as it is done.
  const [wasActive] = useState(endpoint.active);
  const verb = wasActive ? 'Switch off' : 'Switch on';
  return (
    <ConfirmMoneyDialog
      title={`${verb} an endpoint`}
      who={<code>{endpoint.url}</code>}
      confirm={verb}
      input={{ endpointId: endpoint.id, active: !wasActive }}
      send={send}
      onClose={onClose}
    />
  );
}

/** Changes which alerts an endpoint is told of; what waits for it already is sent all the same. */
export function KindsDialog({ endpoint, onClose }: EndpointDialogProps) {
  const send = useCommand(UpdateWebhookEndpointDocument);
  const [kinds, setKinds] = useState([...endpoint.kinds]);
  return (
    <ConfirmMoneyDialog
      title="Choose the alerts of an endpoint"
      who={<code>{endpoint.url}</code>}
      confirm="Choose these alerts"
      input={{ endpointId: endpoint.id, kinds }}
      send={send}
      onClose={onClose}
    >
      <KindsField value={kinds} onChange={setKinds} />
    </ConfirmMoneyDialog>
  );
}

/** Replaces the secret; the one before signs beside it for a day. */
export function RotateDialog({ endpoint, onClose }: EndpointDialogProps) {
  const send = useCommand(RotateWebhookSecretDocument);
  const [secret, setSecret] = useState<string | null>(null);
  if (secret !== null)
    return (
      <SecretOnce
        title="The new secret, shown once"
        what="the secret"
        secret={secret}
        shownBefore="The secret was replaced by an earlier try, and shown then. Replace it again if it was lost."
        onClose={onClose}
      />
    );
  return (
    <ConfirmMoneyDialog
      title="Replace the secret of an endpoint"
      who={<code>{endpoint.url}</code>}
      confirm="Replace the secret"
      destructive
      input={{ endpointId: endpoint.id }}
      send={send}
      onClose={onClose}
      keepOpen
      onDone={({ payload }) => setSecret(secretIn(payload))}
    />
  );
}

/** Ends what an endpoint is told. */
export function RemoveDialog({ endpoint, onClose }: EndpointDialogProps) {
  const send = useCommand(DeleteWebhookEndpointDocument);
  return (
    <ConfirmMoneyDialog
      title="Remove an endpoint"
      who={<code>{endpoint.url}</code>}
      confirm="Remove the endpoint"
      destructive
      input={{ endpointId: endpoint.id }}
      send={send}
      onClose={onClose}
    />
  );
}

/** Sends an alert that says it is a test; what came of it is under Deliveries. */
export function TestDialog({ endpoint, onClose }: EndpointDialogProps) {
  const send = useCommand(SendTestAlertDocument);
  return (
    <ConfirmMoneyDialog
      title="Send a test"
      who={<code>{endpoint.url}</code>}
      confirm="Send a test"
      input={{ endpointId: endpoint.id }}
      send={send}
      onClose={onClose}
    />
  );
}
