import { Button, Modal, Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { CommandAnswer } from '../../lib/command.ts';
import { ChangePreview } from './change-preview.tsx';
import classes from './confirm-money-dialog.module.css';
import { DialogFault } from './dialog-fault.tsx';
import type { DialogMeta } from './dialog-meta.ts';
import { useCommandDialog } from './use-command-dialog.ts';

type ConfirmMoneyDialogProps<Input extends object> = {
  readonly title: string;
  /** On whom or what it acts, in words. */
  readonly who: ReactNode;
  /** What the confirm button says: verb and amount, `Add $25.00`. */
  readonly confirm: string;
  /** Cannot be undone by its opposite, or takes something away. */
  readonly destructive?: boolean;
  /** The fields of this action. */
  readonly children?: ReactNode;
  /** The command's own input: when it changes, the preview is asked again. Null while it is incomplete. */
  readonly input: Input | null;
  readonly send: (input: Input & DialogMeta) => Promise<CommandAnswer>;
  readonly onClose: () => void;
  /** Something else follows in its place, such as a secret to be shown. */
  readonly keepOpen?: boolean;
  readonly onDone?: (answer: CommandAnswer & { ok: true }) => void;
};

/**
 * The one shape of every action on money or rules: who, amount, before → change → after as the
 * server's own decision says it, a reason, and a button that repeats what it does. One idempotency
 * key lives as long as the dialog, so sending twice does it once.
 */
export function ConfirmMoneyDialog<Input extends object>(props: ConfirmMoneyDialogProps<Input>) {
  const [reason, setReason] = useState('');
  const dialog = useCommandDialog(props, reason);
  const ready = props.input !== null && reason.trim() !== '' && dialog.preview.status === 'ready';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !dialog.sending) void dialog.confirm();
  };
  return (
    <Modal
      opened
      onClose={dialog.sending ? () => {} : props.onClose}
      title={props.title}
      size={520}
      closeOnClickOutside={false}
    >
      <form onSubmit={submit} noValidate className={classes.form}>
        <dl className={classes.who}>
          <dt>On</dt>
          <dd>{props.who}</dd>
        </dl>
        <fieldset disabled={dialog.sending} className={classes.fields}>
          {props.children}
          <Textarea
            label="Reason"
            description="Goes into the audit log, word for word."
            required
            autosize
            minRows={1}
            maxRows={4}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </fieldset>
        <ChangePreview preview={dialog.preview} />
        <DialogFault fault={dialog.fault} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={props.onClose} disabled={dialog.sending}>
            Cancel
          </Button>
          <Button
            type="submit"
            color={props.destructive ? 'brick' : 'bottle'}
            disabled={!ready}
            loading={dialog.sending}
          >
            {dialog.fault?.unknown ? `Try again: ${props.confirm}` : props.confirm}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
