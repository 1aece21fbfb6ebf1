import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { ConfirmMoneyDialog } from '../../components/confirm-money-dialog/confirm-money-dialog.tsx';
import { CreateTenantDocument } from '../../generated/tenants/graphql.ts';
import { useCommand } from '../../lib/command.ts';
import { TenantPlanSelect } from './tenant-plan-select.tsx';

/** Makes a tenant on a plan; its first period begins at once. */
export function CreateTenantDialog({ onClose }: { readonly onClose: () => void }) {
  const send = useCommand(CreateTenantDocument);
  const [name, setName] = useState('');
  const [slug, setSlug] = useState('');
  const [planId, setPlanId] = useState('');
  const [day, setDay] = useState('');
  const given = name.trim();
  const isDay = day === '' || /^([1-9]|[12]\d|3[01])$/.test(day);
  const input =
    given === '' || planId === '' || !isDay
      ? null
      : {
          name: given,
          planId,
          ...(slug.trim() === '' ? {} : { slug: slug.trim() }),
          ...(day === '' ? {} : { anchorDay: Number(day) }),
        };
  return (
    <ConfirmMoneyDialog
      title="Make a tenant"
      who={given === '' ? 'a new customer' : given}
      confirm={given === '' ? 'Make the tenant' : `Make tenant “${given}”`}
      input={input}
      send={send}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TenantPlanSelect value={planId} onChange={setPlanId} />
      <TextInput
        label="Slug"
        description="Its short name in addresses; made from the name when left out."
        value={slug}
        onChange={(event) => setSlug(event.currentTarget.value)}
      />
      <TextInput
        label="Day on which its periods begin"
        description="Of the month, from 1 to 31; today’s when left out."
        inputMode="numeric"
        error={isDay ? null : 'Is from 1 to 31.'}
        value={day}
        onChange={(event) => setDay(event.currentTarget.value.trim())}
      />
    </ConfirmMoneyDialog>
  );
}
