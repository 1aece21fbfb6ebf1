import { useQuery } from '@apollo/client/react';
import { NativeSelect } from '@mantine/core';
import { formatUsd } from '@purser/domain/money/format-usd';
import { TenantPlansDocument } from '../../generated/tenants/graphql.ts';
import { microUsd } from '../../lib/amounts.ts';

type TenantPlanSelectProps = {
  readonly value: string;
  readonly onChange: (planId: string) => void;
  /** Leaves out the plan it is on already. */
  readonly except?: string | null;
};

/** The plans that tenants can be on, with their price. */
export function TenantPlanSelect({ value, onChange, except }: TenantPlanSelectProps) {
  const { data } = useQuery(TenantPlansDocument);
  const choices = (data?.tenantPlans ?? [])
    .filter(({ planId }) => planId !== except)
    .map(({ planId, name, monthlyPriceUsd }) => ({
      value: planId,
      label: `${name}: ${formatUsd(microUsd(monthlyPriceUsd))} a month`,
    }));
  return (
    <NativeSelect
      label="Plan"
      data={[{ value: '', label: data ? 'Choose a plan' : 'Loading…' }, ...choices]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
