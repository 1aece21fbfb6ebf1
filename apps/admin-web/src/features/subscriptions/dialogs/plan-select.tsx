import { NativeSelect } from '@mantine/core';
import { formatUsd } from '@purser/domain/money/format-usd';
import { microUsd } from '../../../lib/amounts.ts';
import { usePlans } from './use-plans.ts';

type PlanSelectProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (planId: string) => void;
  /** Leaves out the plan one is on already. */
  readonly except?: string;
  /** Only plans that this one charges. */
  readonly provider?: 'INTERNAL' | 'STRIPE';
};

/** The active plans with their price and who charges it. */
export function PlanSelect({ label, value, onChange, except, provider: only }: PlanSelectProps) {
  const plans = usePlans();
  const choices = (plans ?? [])
    .filter(({ planId, provider }) => planId !== except && (only ?? provider) === provider)
    .map(({ planId, name, provider, monthlyPriceUsd }) => ({
      value: planId,
      label: `${name}: ${formatUsd(microUsd(monthlyPriceUsd))} a month, ${provider.toLowerCase()}`,
    }));
  return (
    <NativeSelect
      label={label}
      data={[{ value: '', label: plans ? 'Choose a plan' : 'Loading…' }, ...choices]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
