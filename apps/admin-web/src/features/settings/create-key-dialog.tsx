import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { SecretOnce, secretIn } from '../../components/secret-once.tsx';
import { CreateServiceKeyDocument } from '../../generated/settings/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import classes from './settings.module.css';

const scopes = [
  { value: 'turns', label: 'turns: ask for turns, settle and release them' },
  { value: 'read', label: 'read: read everything' },
  { value: 'payments', label: 'payments: make payment intents' },
  { value: 'user-tokens', label: 'user-tokens: tokens for single users' },
  { value: 'admin:*', label: 'admin: do everything an operator may' },
];

/** Makes a key and shows its secret once. */
export function CreateKeyDialog({ onClose }: { readonly onClose: () => void }) {
  const send = useCommand(CreateServiceKeyDocument);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string[]>(['turns']);
  const [secret, setSecret] = useState<string | null>(null);
  if (secret !== null)
    return (
      <SecretOnce
        title="The key, shown once"
        what="the key"
        secret={secret}
        shownBefore="This key was made by an earlier try, and its secret was shown then. Revoke it and make another if it was lost."
        onClose={onClose}
      />
    );
  const input =
    name.trim() === '' || chosen.length === 0 ? null : { name: name.trim(), scopes: chosen };
  return (
    <ConfirmMoneyDialog
      title="Make a service key"
      who="this project"
      confirm={name.trim() === '' ? 'Make the key' : `Make key “${name.trim()}”`}
      input={input}
      send={send}
      onClose={onClose}
      keepOpen
      onDone={({ payload }) => setSecret(secretIn(payload))}
    >
      <TextInput
        label="Name"
        description="Which app uses it."
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group label="It may" value={chosen} onChange={setChosen}>
        <div className={classes.scopes}>
          {scopes.map((scope) => (
            <Checkbox key={scope.value} value={scope.value} label={scope.label} />
          ))}
        </div>
      </Checkbox.Group>
    </ConfirmMoneyDialog>
  );
}
