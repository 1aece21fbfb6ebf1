import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { RetryEventDocument } from '../../generated/events/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import type { EventDetail } from './event-detail.ts';

/** Tries an event again at once; one whose amount does not fit may be granted all the same. */
export function RetryDialog({
  event,
  onClose,
}: {
  readonly event: EventDetail;
  readonly onClose: () => void;
}) {
  const send = useCommand(RetryEventDocument);
  const [acceptAmount, setAcceptAmount] = useState(false);
  return (
    <ConfirmMoneyDialog
      title="Try an event again"
      who={<code>{event.externalId}</code>}
      confirm="Try again"
      input={{ eventId: event.id, acceptAmount }}
      send={send}
      onClose={onClose}
    >
      {event.errorCode === 'amount_mismatch' ? (
        <Checkbox
          label="Grant the package although another amount was received"
          checked={acceptAmount}
          onChange={(change) => setAcceptAmount(change.currentTarget.checked)}
        />
      ) : null}
    </ConfirmMoneyDialog>
  );
}
