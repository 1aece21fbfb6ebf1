import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { UsdField } from '../../components/fields.tsx';
import {
  SetReservationFloorDocument,
  type SetReservationFloorInput,
} from '../../generated/plans/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { enteredValue, readUsd, usdInput } from '../../lib/field-values.ts';

type Typed = { readonly bundleId: string; readonly amount: string; readonly none: boolean };

/** The least that turns in one bundle hold. */
export function FloorDialog({
  bundleId,
  onClose,
}: {
  readonly bundleId: string | null;
  readonly onClose: () => void;
}) {
  const send = useCommand(SetReservationFloorDocument);
  const [typed, setTyped] = useState<Typed>({ bundleId: bundleId ?? '', amount: '', none: false });
  return (
    <ConfirmMoneyDialog
      title="Set the hold floor of a bundle"
      who={typed.bundleId === '' ? 'a bundle' : `bundle ${typed.bundleId}`}
      confirm={typed.none ? 'Take the floor away' : 'Set the floor'}
      input={floorInput(typed)}
      send={send}
      onClose={onClose}
    >
      {bundleId === null ? (
        <TextInput
          label="Bundle"
          value={typed.bundleId}
          data-autofocus
          onChange={(event) => setTyped({ ...typed, bundleId: event.currentTarget.value.trim() })}
        />
      ) : null}
      {typed.none ? null : (
        <UsdField
          label="A turn holds at least"
          value={typed.amount}
          onChange={(amount) => setTyped({ ...typed, amount })}
          zeroAllowed
        />
      )}
      <Checkbox
        label="No floor of its own: the plan’s counts"
        checked={typed.none}
        onChange={(event) => setTyped({ ...typed, none: event.currentTarget.checked })}
      />
    </ConfirmMoneyDialog>
  );
}

function floorInput({ bundleId, amount, none }: Typed): SetReservationFloorInput | null {
  if (bundleId === '') return null;
  if (none) return { bundleId, none: true };
  const floor = enteredValue(readUsd(amount, { zeroAllowed: true }));
  return floor === null ? null : { bundleId, floorUsd: usdInput(floor) };
}
