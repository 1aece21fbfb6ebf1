import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { BundleField, DaysField } from '../../../components/fields.tsx';
import { LimitChoiceRows } from '../../../components/limit-choice-rows.tsx';
import { SetOverrideDocument } from '../../../generated/users/graphql.ts';
import { useCommand } from '../../../lib/command.ts';
import { type LimitChoices, limitsInput } from '../../../lib/limit-choices.ts';
import type { DialogProps } from './dialog-props.ts';

/** Replaces what the plan says, limit by limit. */
export function OverrideDialog({ userId, onClose }: DialogProps) {
  const send = useCommand(SetOverrideDocument);
  const [choices, setChoices] = useState<LimitChoices>({});
  const [expires, setExpires] = useState('30');
  const [bundleId, setBundleId] = useState('*');
  const bundle = bundleId.trim();
  const limits = limitsInput(choices);
  const expiresInDays = expires === 'never' ? null : Number(expires);
  const input =
    limits && bundle !== '' ? { userId, bundleId: bundle, limits, expiresInDays } : null;
  const count = limits ? Object.keys(limits).length : 0;
  return (
    <ConfirmMoneyDialog
      title="Override limits"
      who={<code>{userId}</code>}
      confirm={`Override ${count} ${count === 1 ? 'limit' : 'limits'}`}
      input={input}
      send={send}
      onClose={onClose}
    >
      <LimitChoiceRows choices={choices} onChange={setChoices} keepWords="as the plan says" />
      <DaysField label="Ends" value={expires} onChange={setExpires} neverAllowed />
      <BundleField value={bundleId} onChange={setBundleId} />
    </ConfirmMoneyDialog>
  );
}
