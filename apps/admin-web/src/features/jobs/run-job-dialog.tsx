import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { RunJobDocument } from '../../generated/jobs/graphql.ts';
import { useCommand } from '../../lib/command.ts';

/** Runs a job now instead of at its time; the preview says what it would touch. */
export function RunJobDialog({
  name,
  onClose,
}: {
  readonly name: string;
  readonly onClose: () => void;
}) {
  const send = useCommand(RunJobDocument);
  return (
    <ConfirmMoneyDialog
      title="Run a job now"
      who={<code>{name}</code>}
      confirm={`Run ${name}`}
      input={{ name }}
      send={send}
      onClose={onClose}
    />
  );
}
