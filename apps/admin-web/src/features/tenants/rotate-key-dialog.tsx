import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { SecretOnce, secretIn } from '../../components/secret-once.tsx';
import { RotateApiKeyDocument, type TenantQuery } from '../../generated/tenants/graphql.ts';
import { useCommand } from '../../lib/command.ts';

type RotateKeyDialogProps = {
  readonly tenantId: string;
  readonly name: string;
  readonly apiKey: TenantQuery['tenantApiKeys'][number];
  readonly onClose: () => void;
};

const hourSeconds = 3_600;
const daySeconds = 24 * hourSeconds;

/** How long both keys work: time to bring the new one to every data plane, or none for a key that leaked. */
const overlaps = [
  { value: `${daySeconds}`, label: 'for a day' },
  { value: `${hourSeconds}`, label: 'for an hour' },
  { value: `${7 * daySeconds}`, label: 'for 7 days' },
  { value: `${30 * daySeconds}`, label: 'for 30 days' },
  { value: '0', label: 'not at all: it ends at once' },
];

/** Makes a key's successor and shows it once; the present key works on beside it for a while (rule C5). */
export function RotateKeyDialog({ tenantId, name, apiKey, onClose }: RotateKeyDialogProps) {
  const send = useCommand(RotateApiKeyDocument);
  const [overlap, setOverlap] = useState(`${daySeconds}`);
  const [secret, setSecret] = useState<string | null>(null);
  if (secret !== null)
    return (
      <SecretOnce
        title="The new key, shown once"
        what="the key"
        secret={secret}
        shownBefore="The key was rotated by an earlier try, and its successor shown then. Rotate the successor if it was lost."
        onClose={onClose}
      />
    );
  return (
    <ConfirmMoneyDialog
      title="Rotate an API key"
      who={
        <>
          {apiKey.name} of {name}, <code>{apiKey.prefix}</code>
        </>
      }
      confirm="Rotate the key"
      destructive
      input={{ tenantId, apiKeyId: apiKey.apiKeyId, overlapSeconds: Number(overlap) }}
      send={send}
      onClose={onClose}
      keepOpen
      onDone={({ payload }) => setSecret(secretIn(payload))}
    >
      <NativeSelect
        label="The present key works on"
        description="Both work meanwhile, so that data planes can change over."
        data={overlaps}
        data-autofocus
        value={overlap}
        onChange={(event) => setOverlap(event.currentTarget.value)}
      />
    </ConfirmMoneyDialog>
  );
}
