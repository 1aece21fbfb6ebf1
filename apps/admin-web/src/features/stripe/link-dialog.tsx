import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import type { DialogMeta } from '../../components/confirm-money-dialog/dialog-meta.ts';
import { CopyText } from '../../components/copy-text.tsx';
import type { CommandAnswer } from '../../lib/command.ts';

type LinkDialogProps<Input extends object> = {
  readonly title: string;
  readonly userId: string;
  readonly confirm: string;
  readonly children?: ReactNode;
  readonly input: Input | null;
  readonly send: (input: Input & DialogMeta) => Promise<CommandAnswer>;
  readonly onClose: () => void;
};

/** Makes a link to a page of Stripe’s that the user opens, and shows it to be copied. */
export function LinkDialog<Input extends object>({ userId, ...dialog }: LinkDialogProps<Input>) {
  const [url, setUrl] = useState<string | null>(null);
  if (url === null)
    return (
      <ConfirmMoneyDialog
        {...dialog}
        who={<code>{userId}</code>}
        keepOpen
        onDone={({ payload }) => setUrl(urlOf(payload))}
      />
    );
  return (
    <Modal opened onClose={dialog.onClose} title="The link" size={520}>
      <p>
        Send it to <code>{userId}</code>. It opens a page of Stripe’s, and ends after a while.
      </p>
      {url === '' ? (
        <p role="alert">
          Stripe has not answered yet. The request waits under Pending; ask again in a moment.
        </p>
      ) : (
        <p>
          <CopyText text={url} what="the link" />
        </p>
      )}
      <Button onClick={dialog.onClose}>Done</Button>
    </Modal>
  );
}

function urlOf(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null || !('url' in payload)) return '';
  return typeof payload.url === 'string' ? payload.url : '';
}
