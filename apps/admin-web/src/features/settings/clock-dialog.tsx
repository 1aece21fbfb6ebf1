import { NativeSelect, TextInput } from '@mantine/core';
import { durationExample, parseDuration } from '@purser/domain/clock/duration';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { AdvanceClockDocument, type AdvanceClockInput } from '../../generated/settings/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { utcFieldInstant } from '../../lib/utc-field.ts';
import { useSession } from '../../session/session-provider.tsx';

type Action = 'ADVANCE' | 'MOVE_TO' | 'FREEZE' | 'RELEASE';

const actions: readonly { readonly value: Action; readonly label: string }[] = [
  { value: 'ADVANCE', label: 'Let it jump ahead' },
  { value: 'MOVE_TO', label: 'Set it to an instant' },
  { value: 'FREEZE', label: 'Freeze it where it stands' },
  { value: 'RELEASE', label: 'Let it run on from where it stands' },
];

const confirmWords: Readonly<Record<Action, string>> = {
  ADVANCE: 'Advance the clock',
  MOVE_TO: 'Set the clock',
  FREEZE: 'Freeze the clock',
  RELEASE: 'Release the clock',
};

/** Turns the project's clock; there is no way back, so the preview says where it will stand. */
export function ClockDialog({ onClose }: { readonly onClose: () => void }) {
  const send = useCommand(AdvanceClockDocument);
  const { project } = useSession();
  const [action, setAction] = useState<Action>('ADVANCE');
  const [by, setBy] = useState('1d');
  const [to, setTo] = useState('');
  return (
    <ConfirmMoneyDialog
      title="Move the project’s clock"
      who={`project ${project}`}
      confirm={confirmWords[action]}
      destructive={action === 'ADVANCE' || action === 'MOVE_TO'}
      input={clockInput(action, by, to)}
      send={send}
      onClose={onClose}
    >
      <NativeSelect
        label="What to do"
        description="It never goes backwards."
        data={[...actions]}
        value={action}
        onChange={(event) => setAction(event.currentTarget.value as Action)}
      />
      {action === 'ADVANCE' ? (
        <TextInput
          label="By"
          description={`A duration, ${durationExample}.`}
          value={by}
          error={by === '' || parseDuration(by) !== null ? null : 'Not a duration.'}
          onChange={(event) => setBy(event.currentTarget.value)}
        />
      ) : null}
      {action === 'MOVE_TO' ? (
        <TextInput
          type="datetime-local"
          label="To (UTC)"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      ) : null}
    </ConfirmMoneyDialog>
  );
}

function clockInput(action: Action, by: string, to: string): AdvanceClockInput | null {
  if (action === 'ADVANCE') return parseDuration(by) === null ? null : { action, by: by.trim() };
  if (action === 'MOVE_TO') {
    const instant = utcFieldInstant(to);
    return instant === null ? null : { action, to: instant };
  }
  return { action };
}
