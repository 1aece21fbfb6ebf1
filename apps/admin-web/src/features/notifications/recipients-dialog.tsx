import { NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import {
  type MailSettingsQuery,
  SetAlertRecipientsDocument,
} from '../../generated/notifications/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { kindWords } from './kind-words.ts';

type Choice = 'these' | 'nobody' | 'default';

const choices: readonly { readonly value: Choice; readonly label: string }[] = [
  { value: 'these', label: 'These addresses' },
  { value: 'nobody', label: 'Nobody' },
  { value: 'default', label: 'Everybody of ADMIN_EMAILS' },
];

/** Chooses who is told of one kind of alert by mail; nobody is said in words, never by a blank field. */
export function RecipientsDialog({
  recipients,
  onClose,
}: {
  readonly recipients: MailSettingsQuery['mailSettings']['recipients'][number];
  readonly onClose: () => void;
}) {
  const send = useCommand(SetAlertRecipientsDocument);
  const [choice, setChoice] = useState<Choice>('these');
  const [text, setText] = useState(recipients.addresses.join('\n'));
  const addresses = addressesOf(choice, text);
  return (
    <ConfirmMoneyDialog
      title="Choose who is told by mail"
      who={kindWords(recipients.kind)}
      confirm="Choose"
      input={addresses === undefined ? null : { kind: recipients.kind, addresses }}
      send={send}
      onClose={onClose}
    >
      <NativeSelect
        label="Is told to"
        data={[...choices]}
        value={choice}
        onChange={(event) => setChoice(event.currentTarget.value as Choice)}
      />
      {choice === 'these' ? (
        <Textarea
          label="Addresses"
          description="One a line."
          autosize
          minRows={2}
          maxRows={8}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      ) : null}
    </ConfirmMoneyDialog>
  );
}

/** Undefined while there is nothing to send yet. */
function addressesOf(choice: Choice, text: string): string[] | null | undefined {
  if (choice === 'default') return null;
  if (choice === 'nobody') return [];
  const lines = text
    .split(/[\s,;]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length === 0 ? undefined : lines;
}
