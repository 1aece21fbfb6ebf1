import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { RevokeServiceKeyDocument } from '../../generated/settings/graphql.ts';
import { useCommand } from '../../lib/command.ts';

/** Ends a key; whoever uses it is refused within seconds. */
export function RevokeKeyDialog({
  keyId,
  onClose,
}: {
  readonly keyId: string;
  readonly onClose: () => void;
}) {
  const send = useCommand(RevokeServiceKeyDocument);
  return (
    <ConfirmMoneyDialog
      title="Revoke a service key"
      who={<code>{keyId}</code>}
      confirm="Revoke the key"
      destructive
      input={{ keyId }}
      send={send}
      onClose={onClose}
    />
  );
}
