import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { UsdField } from '../../components/fields.tsx';
import { UpsertPlanDocument } from '../../generated/plans/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { planInput, type TypedPlan, typedPlan } from './plan-input.ts';
import type { Plan } from './plans-tab.tsx';

/** Makes a plan, or changes one: only what differs is sent. */
export function PlanDialog({
  plan,
  onClose,
}: {
  readonly plan: Plan | null;
  readonly onClose: () => void;
}) {
  const send = useCommand(UpsertPlanDocument);
  const stored = typedPlan(plan);
  const [typed, setTyped] = useState(stored);
  const set = (change: Partial<TypedPlan>) => setTyped((old) => ({ ...old, ...change }));
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
      <NativeSelect
        label="Billed by"
        data={[
          { value: 'INTERNAL', label: 'Purser, from the operator’s own money' },
          { value: 'STRIPE', label: 'Stripe' },
        ]}
        value={typed.provider}
        onChange={(event) => set({ provider: event.currentTarget.value as TypedPlan['provider'] })}
      />
      {typed.provider === 'STRIPE' ? (
        <TextInput
          label="Stripe price id"
          description="Stripe charges this price; it begins with price_."
          required
          value={typed.stripePriceId}
          onChange={(event) => set({ stripePriceId: event.currentTarget.value.trim() })}
        />
      ) : null}
      <UsdField
        label="A turn holds at least"
        description="Left empty: no floor."
        value={typed.floor}
        onChange={(floor) => set({ floor })}
        zeroAllowed
      />
      <Textarea
        label="Notes"
        autosize
        minRows={1}
        maxLength={2000}
        value={typed.notes}
        onChange={(event) => set({ notes: event.currentTarget.value })}
      />
      <Checkbox
        label="Active: users can be put on it; those who are stay"
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
