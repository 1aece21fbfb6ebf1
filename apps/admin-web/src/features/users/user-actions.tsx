import { Button, Menu, Tooltip } from '@mantine/core';
import type { Permission } from '@purser/domain/access/permissions';
import { IconChevronDown } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useSession } from '../../session/session-provider.tsx';
import type { UserDialog } from './urls.ts';

const route = getRouteApi('/users/$userId');

type Action = {
  readonly dialog: UserDialog;
  readonly label: string;
  readonly permission: Permission;
  readonly destructive?: boolean;
};

const grantActions: readonly Action[] = [
  { dialog: 'top-up', label: 'Top up limits', permission: 'grant:write' },
  { dialog: 'override', label: 'Override limits', permission: 'grant:write' },
  { dialog: 'add-credits', label: 'Add wallet credits', permission: 'wallet:write' },
];

const stripeActions: readonly Action[] = [
  { dialog: 'refund', label: 'Refund a payment', permission: 'wallet:write' },
  { dialog: 'checkout-link', label: 'Checkout link', permission: 'wallet:write' },
  { dialog: 'portal-link', label: 'Portal link', permission: 'wallet:write' },
];

const userActions = (suspended: boolean): readonly Action[] => [
  { dialog: 'reset-windows', label: 'Reset windows', permission: 'quota:reset' },
  { dialog: 'role', label: 'Change role', permission: 'user:write' },
  suspended
    ? { dialog: 'resume', label: 'Resume', permission: 'user:write' }
    : { dialog: 'suspend', label: 'Suspend', permission: 'user:write', destructive: true },
];

/** The primary action is the one most asked for; the rest is one click behind. What the role may not do explains itself. */
export function UserActions({ suspended }: { readonly suspended: boolean }) {
  const { permissions, role } = useSession();
  const navigate = route.useNavigate();
  const open = (dialog: UserDialog) => void navigate({ search: (old) => ({ ...old, dialog }) });
  const mayGrant = permissions.has('grant:write');
  const item = (action: Action) => (
    <Menu.Item
      key={action.dialog}
      {...(action.destructive ? { color: 'brick' } : {})}
      disabled={!permissions.has(action.permission)}
      onClick={() => open(action.dialog)}
      title={
        permissions.has(action.permission)
          ? undefined
          : `Needs ${action.permission}; you are ${role}.`
      }
    >
      {action.label}
    </Menu.Item>
  );
  return (
    <>
      <Tooltip label={`Granting needs grant:write; you are ${role}.`} disabled={mayGrant}>
        <Button
          data-disabled={!mayGrant}
          aria-disabled={!mayGrant}
          onClick={() => mayGrant && open('grant-trial')}
        >
          Grant trial
        </Button>
      </Tooltip>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} />}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {grantActions.map(item)}
          <Menu.Divider />
          {stripeActions.map(item)}
          <Menu.Divider />
          {userActions(suspended).map(item)}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
