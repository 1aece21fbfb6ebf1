import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { SetBudgetPolicyDocument } from '../../generated/plans/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { MoneyChoiceRow } from './money-choice-row.tsx';
import classes from './plans.module.css';
import { type Caps, capsOf, providerInput } from './provider-caps.ts';
import type { ProviderPolicy } from './providers-tab.tsx';

const windows = [
  { field: 'usdPerHour', label: 'An hour' },
  { field: 'usdPerDay', label: 'A day' },
  { field: 'usdPerMonth', label: 'A month' },
] as const;

const capChoices = [
  { value: 'limit', label: 'at most' },
  { value: 'unlimited', label: 'unlimited' },
] as const;

/** What one provider may cost per hour, day and month. */
export function ProviderDialog({
  policy,
  start,
  onClose,
}: {
  readonly policy: ProviderPolicy | null;
  /** What a new budget is for, where the link says it. */
  readonly start: { readonly provider: string; readonly bundleId: string };
  readonly onClose: () => void;
}) {
  const send = useCommand(SetBudgetPolicyDocument);
  const [pair, setPair] = useState(start);
  const [caps, setCaps] = useState<Caps>(() => capsOf(policy));
  const where = pair.bundleId === '*' ? pair.provider : `${pair.provider} in ${pair.bundleId}`;
  return (
    <ConfirmMoneyDialog
      title={policy ? 'Change a provider budget' : 'Add a provider budget'}
      who={where || 'a provider'}
      confirm={`Set the budget of ${where || 'the provider'}`}
      input={providerInput(pair, caps, policy)}
      send={send}
      onClose={onClose}
    >
      {policy ? null : (
        <div className={classes.pair}>
          <TextInput
            label="Provider"
            value={pair.provider}
            data-autofocus
            onChange={(event) => setPair({ ...pair, provider: event.currentTarget.value.trim() })}
          />
          <TextInput
            label="Bundle"
            value={pair.bundleId}
            onChange={(event) => setPair({ ...pair, bundleId: event.currentTarget.value.trim() })}
          />
        </div>
      )}
      <div>
        {windows.map(({ field, label }) => (
          <MoneyChoiceRow
            key={field}
            label={label}
            unit="dollars"
            options={capChoices}
            value={caps[field]}
            onChange={(cap) => setCaps({ ...caps, [field]: cap })}
          />
        ))}
      </div>
      {policy ? (
        <Checkbox
          label="In force: turns are denied at its caps"
          checked={caps.active}
          onChange={(event) => setCaps({ ...caps, active: event.currentTarget.checked })}
        />
      ) : null}
    </ConfirmMoneyDialog>
  );
}
