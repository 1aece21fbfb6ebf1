import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { UsdField } from '../../components/fields.tsx';
import { UpsertPlanDocument, type UpsertPlanInput } from '../../generated/plans/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { enteredValue, readUsd, usdInput } from '../../lib/field-values.ts';
import type { Plan } from './plans-tab.tsx';

type Typed = {
  readonly planId: string;
  readonly name: string;
  readonly price: string;
  readonly active: boolean;
  readonly projectFunded: boolean;
  readonly walletBeyondLimits: boolean;
};

const fresh: Typed = {
  planId: '',
  name: '',
  price: '0',
  active: true,
  projectFunded: true,
  walletBeyondLimits: true,
};

/** Makes a plan, or changes one: only what differs is sent. */
export function PlanDialog({
  plan,
  onClose,
}: {
  readonly plan: Plan | null;
  readonly onClose: () => void;
}) {
  const send = useCommand(UpsertPlanDocument);
  const stored: Typed = plan ? { ...plan, price: plan.monthlyPriceUsd } : fresh;
  const [typed, setTyped] = useState(stored);
  const set = (change: Partial<Typed>) => setTyped((old) => ({ ...old, ...change }));
  const name = plan?.name ?? (typed.name || typed.planId);
  return (
    <ConfirmMoneyDialog
      title={plan ? `Change plan ${plan.name}` : 'Make a plan'}
      who={name || 'a new plan'}
      confirm={plan ? `Change ${name}` : `Make ${name || 'the plan'}`}
      input={planInput(typed, plan ? stored : null)}
      send={send}
      onClose={onClose}
    >
      {plan ? null : (
        <TextInput
          label="Id"
          description="What apps and policies call it; it cannot be changed later."
          value={typed.planId}
          data-autofocus
          onChange={(event) => set({ planId: event.currentTarget.value.trim() })}
        />
      )}
      <TextInput
        label="Name"
        value={typed.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <UsdField
        label="Price a month"
        value={typed.price}
        onChange={(price) => set({ price })}
        zeroAllowed
      />
      <Checkbox
        label="Active: users can be on it"
        checked={typed.active}
        onChange={(event) => set({ active: event.currentTarget.checked })}
      />
      <Checkbox
        label="The project’s own money pays for its turns"
        checked={typed.projectFunded}
        onChange={(event) => set({ projectFunded: event.currentTarget.checked })}
      />
      <Checkbox
        label="The wallet may pay for tokens beyond the limits"
        checked={typed.walletBeyondLimits}
        onChange={(event) => set({ walletBeyondLimits: event.currentTarget.checked })}
      />
    </ConfirmMoneyDialog>
  );
}

/** The fields that differ from what is stored; null while nothing does, or something is not filled in. */
function planInput(typed: Typed, stored: Typed | null): UpsertPlanInput | null {
  const price = enteredValue(readUsd(typed.price, { zeroAllowed: true }));
  if (price === null || typed.planId === '' || (stored === null && typed.name.trim() === ''))
    return null;
  const differs = (field: keyof Typed) => stored === null || stored[field] !== typed[field];
  const changes = {
    ...(differs('name') ? { name: typed.name.trim() } : {}),
    ...(differs('price') ? { monthlyPriceUsd: usdInput(price) } : {}),
    ...(differs('active') ? { active: typed.active } : {}),
    ...(differs('projectFunded') ? { projectFunded: typed.projectFunded } : {}),
    ...(differs('walletBeyondLimits') ? { walletBeyondLimits: typed.walletBeyondLimits } : {}),
  };
  if (Object.keys(changes).length === 0) return null;
  return { planId: typed.planId, ...changes, ...(stored === null ? { onlyIfMissing: true } : {}) };
}
