import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { FixDriftDocument, type StripeDriftQuery } from '../../generated/stripe/graphql.ts';
import { useCommand } from '../../lib/command.ts';

type FixDriftDialogProps = {
  readonly line: StripeDriftQuery['stripeDrift']['lines'][number];
  readonly onClose: () => void;
};

/** Takes one object over as Stripe has it now, the way an event of it would; the preview says what changes. */
export function FixDriftDialog({ line: { object, objectId }, onClose }: FixDriftDialogProps) {
  const send = useCommand(FixDriftDocument);
  return (
    <ConfirmMoneyDialog
      title="Take over what Stripe has"
      who={<code>{objectId}</code>}
      confirm="Take it over"
      input={{ object, objectId }}
      send={send}
      onClose={onClose}
    />
  );
}
