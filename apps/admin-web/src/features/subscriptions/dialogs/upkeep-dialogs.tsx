import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import {
  ReapHoldsDocument,
  SweepPeriodsDocument,
} from '../../../generated/subscriptions/graphql.ts';
import { useCommand } from '../../../lib/command.ts';
import { useSession } from '../../../session/session-provider.tsx';

type UpkeepDialogProps = {
  /** Null: of the whole project. */
  readonly userId: string | null;
  readonly onClose: () => void;
};

/** Closes periods whose end has passed; the job does the same after the renewal grace. */
export function SweepDialog({ userId, onClose }: UpkeepDialogProps) {
  const send = useCommand(SweepPeriodsDocument);
  const { project } = useSession();
  return (
    <ConfirmMoneyDialog
      title="Sweep ended periods"
      who={userId === null ? `everybody in project ${project}` : <code>{userId}</code>}
      confirm="Sweep ended periods"
      input={userId === null ? {} : { userId }}
      send={send}
      onClose={onClose}
    >
      <p className="secondary" style={{ margin: 0 }}>
        Each period whose end has passed is closed once, and what is left of it goes to the project
        budget. A period in its renewal grace is closed too.
      </p>
    </ConfirmMoneyDialog>
  );
}

/** Ends holds that nobody settled or released in time; the job does the same every few seconds. */
export function ReapDialog({
  userId,
  periodKey,
  onClose,
}: UpkeepDialogProps & { readonly periodKey: string | undefined }) {
  const send = useCommand(ReapHoldsDocument);
  const { project } = useSession();
  const [onlyPeriod, setOnlyPeriod] = useState(false);
  return (
    <ConfirmMoneyDialog
      title="Reap expired holds"
      who={userId === null ? `everybody in project ${project}` : <code>{userId}</code>}
      confirm="Reap expired holds"
      input={{
        ...(userId === null ? {} : { userId }),
        ...(onlyPeriod && periodKey !== undefined ? { periodKey } : {}),
      }}
      send={send}
      onClose={onClose}
    >
      <p className="secondary" style={{ margin: 0 }}>
        Turns whose holds have expired are ended, and what they held is free again. Settling one of
        them later still works.
      </p>
      {userId !== null && periodKey !== undefined ? (
        <Checkbox
          label="Only holds on the period whose movements are open"
          checked={onlyPeriod}
          onChange={(event) => setOnlyPeriod(event.currentTarget.checked)}
        />
      ) : null}
    </ConfirmMoneyDialog>
  );
}
