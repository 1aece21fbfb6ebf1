import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { SecretOnce, secretIn } from '../../components/secret-once.tsx';
import {
  CreateWebhookEndpointDocument,
  type WebhookFormat,
} from '../../generated/notifications/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { KindsField } from './kinds-field.tsx';

const formats: readonly { readonly value: WebhookFormat; readonly label: string }[] = [
  { value: 'SIGNED', label: 'Signed by Standard Webhooks' },
  { value: 'SLACK', label: 'As Slack reads it' },
];

/** Makes an endpoint and shows the secret of its signatures once. */
export function CreateEndpointDialog({ onClose }: { readonly onClose: () => void }) {
  const send = useCommand(CreateWebhookEndpointDocument);
  const [url, setUrl] = useState('');
  const [format, setFormat] = useState<WebhookFormat>('SIGNED');
  const [kinds, setKinds] = useState<string[]>([]);
  const [secret, setSecret] = useState<string | null>(null);
  if (secret !== null)
    return (
      <SecretOnce
        title="The secret, shown once"
        what="the secret"
        secret={secret}
        shownBefore={
          format === 'SLACK'
            ? 'Messages to Slack are not signed: there is no secret.'
            : 'This endpoint was made by an earlier try, and its secret was shown then. Replace it if it was lost.'
        }
        onClose={onClose}
      />
    );
  return (
    <ConfirmMoneyDialog
      title="Make a webhook endpoint"
      who="this project"
      confirm="Make the endpoint"
      input={url.trim() === '' ? null : { url: url.trim(), format, kinds }}
      send={send}
      onClose={onClose}
      keepOpen
      onDone={({ payload }) => setSecret(secretIn(payload))}
    >
      <TextInput
        label="Address"
        description="Alerts are posted there."
        placeholder="https://example.com/hook"
        data-autofocus
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <NativeSelect
        label="Form"
        data={[...formats]}
        value={format}
        onChange={(event) => setFormat(event.currentTarget.value as WebhookFormat)}
      />
      <KindsField value={kinds} onChange={setKinds} />
    </ConfirmMoneyDialog>
  );
}
