import { Radio } from '@mantine/core';
import { formatUsdExact } from '@purser/domain/money/format-usd';
import { enteredValue, readUsd, usdInput } from '../lib/field-values.ts';
import { UsdField } from './fields.tsx';

/** How far below zero, as chosen so far; unlimited is chosen in words, never by a blank. */
export type OverdraftTyped = {
  readonly choice: 'none' | 'limit' | 'unlimited' | null;
  readonly amount: string;
};

export const noOverdraftTyped: OverdraftTyped = { choice: null, amount: '' };

/** Not at all, up to an amount, or without a limit. */
export function OverdraftChoice({
  label,
  typed,
  onChange,
}: {
  readonly label: string;
  readonly typed: OverdraftTyped;
  readonly onChange: (typed: OverdraftTyped) => void;
}) {
  return (
    <>
      <Radio.Group
        label={label}
        value={typed.choice}
        onChange={(choice) =>
          onChange({ ...typed, choice: choice as NonNullable<OverdraftTyped['choice']> })
        }
      >
        <Radio value="none" label="Not at all: turns are denied at zero" mt={8} />
        <Radio value="limit" label="Up to an amount" mt={8} />
        <Radio value="unlimited" label="Without a limit" mt={8} />
      </Radio.Group>
      {typed.choice === 'limit' ? (
        <UsdField
          label="Up to"
          value={typed.amount}
          onChange={(amount) => onChange({ ...typed, amount })}
        />
      ) : null}
    </>
  );
}

/** The part of a mutation's input that says it; null while nothing whole is chosen. */
export function overdraftInput({
  choice,
  amount,
}: OverdraftTyped): { readonly unlimited: true } | { readonly overdraftUsd: string } | null {
  if (choice === null) return null;
  if (choice === 'unlimited') return { unlimited: true };
  if (choice === 'none') return { overdraftUsd: '0.00' };
  const amountMicroUsd = enteredValue(readUsd(amount));
  return amountMicroUsd === null ? null : { overdraftUsd: usdInput(amountMicroUsd) };
}

/** What the confirm button says. */
export function overdraftWords({ choice, amount }: OverdraftTyped): string {
  if (choice === 'unlimited') return 'Allow any overdraft';
  if (choice === 'none') return 'Allow no overdraft';
  const amountMicroUsd = enteredValue(readUsd(amount));
  return amountMicroUsd === null
    ? 'Set the overdraft'
    : `Allow ${formatUsdExact(amountMicroUsd)} of overdraft`;
}
