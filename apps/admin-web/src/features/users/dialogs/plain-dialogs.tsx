import { ConfirmMoneyDialog } from '../../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import {
  ResetUserWindowsDocument,
  ResumeUserDocument,
  RevokeGrantDocument,
  SuspendUserDocument,
} from '../../../generated/users/graphql.ts';
import { useCommand } from '../../../lib/command.ts';
import type { DialogProps } from './dialog-props.ts';

/** The hour and the day count from now, the month is anchored anew. */
export function ResetWindowsDialog({ userId, onClose }: DialogProps) {
  const send = useCommand(ResetUserWindowsDocument);
  return (
    <ConfirmMoneyDialog
      title="Reset windows"
      who={<code>{userId}</code>}
      confirm="Reset the windows"
      input={{ userId }}
      send={send}
      onClose={onClose}
    >
      <p className="secondary" style={{ margin: 0 }}>
        Hour and day count from now until their normal end, the month is anchored anew. Totals and
        live holds stay. This cannot be taken back.
      </p>
    </ConfirmMoneyDialog>
  );
}

/** Every new turn is denied until somebody resumes the user. */
export function SuspendDialog({ userId, onClose }: DialogProps) {
  const send = useCommand(SuspendUserDocument);
  return (
    <ConfirmMoneyDialog
      title="Suspend"
      who={<code>{userId}</code>}
      confirm="Suspend the user"
      destructive
      input={{ userId }}
      send={send}
      onClose={onClose}
    >
      <p className="secondary" style={{ margin: 0 }}>
        Every new turn is denied with the reason you give here. Turns that run now may end.
      </p>
    </ConfirmMoneyDialog>
  );
}

export function ResumeDialog({ userId, onClose }: DialogProps) {
  const send = useCommand(ResumeUserDocument);
  return (
    <ConfirmMoneyDialog
      title="Resume"
      who={<code>{userId}</code>}
      confirm="Resume the user"
      input={{ userId }}
      send={send}
      onClose={onClose}
    />
  );
}

/** Ends one grant now; what was used under it stays used. */
export function RevokeGrantDialog({
  userId,
  grantId,
  onClose,
}: DialogProps & { readonly grantId: string }) {
  const send = useCommand(RevokeGrantDocument);
  return (
    <ConfirmMoneyDialog
      title="Revoke a grant"
      who={<code>{userId}</code>}
      confirm="Revoke the grant"
      destructive
      input={{ target: { grantId } }}
      send={send}
      onClose={onClose}
    />
  );
}
