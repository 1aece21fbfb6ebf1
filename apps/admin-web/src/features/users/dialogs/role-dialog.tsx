import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { SetUserRoleDocument, type UserRole } from '../../../generated/users/graphql.ts';
import { useCommand } from '../../../lib/command.ts';
import type { DialogProps } from './dialog-props.ts';

const roles = [
  { value: 'REGISTERED', label: 'registered: the plan of their subscription, or the default' },
  { value: 'ANONYMOUS', label: 'anonymous: always the plan “anonymous”' },
  { value: 'ADMIN', label: 'admin: always the plan “admin”' },
];

/** The role chooses the plan before any subscription does. */
export function RoleDialog({
  userId,
  userRole,
  onClose,
}: DialogProps & { readonly userRole: UserRole }) {
  const send = useCommand(SetUserRoleDocument);
  const [chosen, setChosen] = useState<UserRole>(userRole);
  return (
    <ConfirmMoneyDialog
      title="Change role"
      who={<code>{userId}</code>}
      confirm={`Make ${chosen.toLowerCase()}`}
      input={chosen === userRole ? null : { userId, role: chosen }}
      send={send}
      onClose={onClose}
    >
      <NativeSelect
        label="Role"
        data={roles}
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value as UserRole)}
      />
    </ConfirmMoneyDialog>
  );
}
