import { Checkbox, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import {
  EndQuotaOverrideDocument,
  OverrideQuotaDocument,
  ResumeTenantDocument,
  SuspendTenantDocument,
} from '../../generated/tenants/graphql.ts';
import { useCommand } from '../../lib/command.ts';

type DialogProps = {
  readonly tenantId: string;
  readonly name: string;
  readonly onClose: () => void;
};

/** Data planes get no lease any more, and those that run are void. */
export function SuspendTenantDialog({ tenantId, name, onClose }: DialogProps) {
  const send = useCommand(SuspendTenantDocument);
  return (
    <ConfirmMoneyDialog
      title="Suspend a tenant"
      who={name}
      confirm="Suspend the tenant"
      destructive
      input={{ tenantId }}
      send={send}
      onClose={onClose}
    >
      <p className="secondary" style={{ margin: 0 }}>
        Data planes stop serving it when their leases end, at the latest in five minutes. What was
        used is still counted, and its people can still read.
      </p>
    </ConfirmMoneyDialog>
  );
}

export function ResumeTenantDialog({ tenantId, name, onClose }: DialogProps) {
  const send = useCommand(ResumeTenantDocument);
  return (
    <ConfirmMoneyDialog
      title="Resume a tenant"
      who={name}
      confirm="Resume the tenant"
      input={{ tenantId }}
      send={send}
      onClose={onClose}
    />
  );
}

/** Ends an override before its time: the plan's quota counts again. */
export function EndOverrideDialog({
  tenantId,
  name,
  overrideId,
  onClose,
}: DialogProps & { readonly overrideId: string }) {
  const send = useCommand(EndQuotaOverrideDocument);
  return (
    <ConfirmMoneyDialog
      title="End an override"
      who={name}
      confirm="End the override"
      destructive
      input={{ tenantId, overrideId }}
      send={send}
      onClose={onClose}
    />
  );
}

const dimensions = [
  { value: 'BANDWIDTH', label: 'Bandwidth, in GiB', size: 1024n ** 3n },
  { value: 'TRANSFORMS', label: 'Transforms', size: 1n },
  { value: 'STORAGE', label: 'Storage, in GiB', size: 1024n ** 3n },
] as const;

/** Changes a quota until the period ends, instead of the plan's or on top of it. */
export function OverrideQuotaDialog({ tenantId, name, onClose }: DialogProps) {
  const send = useCommand(OverrideQuotaDocument);
  const [dimension, setDimension] = useState<(typeof dimensions)[number]>(dimensions[0]);
  const [mode, setMode] = useState<'ADD' | 'SET'>('ADD');
  const [amount, setAmount] = useState('');
  const [force, setForce] = useState(false);
  const whole = /^[1-9]\d{0,9}$/.test(amount) ? BigInt(amount) : null;
  const input =
    whole === null
      ? null
      : { tenantId, dimension: dimension.value, mode, value: `${whole * dimension.size}`, force };
  return (
    <ConfirmMoneyDialog
      title="Override a quota"
      who={name}
      confirm={mode === 'ADD' ? 'Add to the quota' : 'Set the quota'}
      input={input}
      send={send}
      onClose={onClose}
    >
      <Select
        label="Quota"
        allowDeselect={false}
        data={dimensions.map(({ value, label }) => ({ value, label }))}
        value={dimension.value}
        onChange={(value) =>
          setDimension(dimensions.find((one) => one.value === value) ?? dimensions[0])
        }
      />
      <SegmentedControl
        aria-label="How it changes the quota"
        data={[
          { value: 'ADD', label: 'On top of the plan' },
          { value: 'SET', label: 'Instead of the plan' },
        ]}
        value={mode}
        onChange={(value) => setMode(value === 'SET' ? 'SET' : 'ADD')}
      />
      <TextInput
        label="Amount"
        description="A whole number. It ends with the current period."
        inputMode="numeric"
        data-autofocus
        value={amount}
        onChange={(event) => setAmount(event.currentTarget.value.trim())}
      />
      {mode === 'SET' ? (
        <Checkbox
          label="Also below what has been used already"
          checked={force}
          onChange={(event) => setForce(event.currentTarget.checked)}
        />
      ) : null}
    </ConfirmMoneyDialog>
  );
}
