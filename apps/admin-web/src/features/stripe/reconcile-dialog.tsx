import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { ReconcileStripeDocument } from '../../generated/stripe/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { useSession } from '../../session/session-provider.tsx';

const kinds = [
  { value: 'ALL', label: 'Everything that is pending' },
  { value: 'REFUND', label: 'Refunds alone' },
  { value: 'CANCEL', label: 'Cancellations alone' },
] as const;

type Kind = (typeof kinds)[number]['value'];

type ReconcileDialogProps = {
  /** What came of it, as the server says it. */
  readonly onDone: (payload: unknown) => void;
  readonly onClose: () => void;
};

/** Asks Stripe now for what is pending, and takes in events that no webhook brought. */
export function ReconcileDialog({ onDone, onClose }: ReconcileDialogProps) {
  const send = useCommand(ReconcileStripeDocument);
  const { project } = useSession();
  const [kind, setKind] = useState<Kind>('ALL');
  return (
    <ConfirmMoneyDialog
      title="Reconcile with Stripe"
      who={`project ${project}`}
      confirm="Reconcile now"
      input={{ kind }}
      send={send}
      onClose={onClose}
      onDone={({ payload }) => onDone(payload)}
    >
      <NativeSelect
        label="What is asked"
        description="At most 200 requests at once, oldest first. Missing events are taken in whatever is chosen."
        data={[...kinds]}
        value={kind}
        onChange={(event) =>
          setKind(kinds.find(({ value }) => value === event.currentTarget.value)?.value ?? 'ALL')
        }
      />
    </ConfirmMoneyDialog>
  );
}
