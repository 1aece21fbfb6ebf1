import { NativeSelect, TextInput } from '@mantine/core';
import { problemOf, readUsd } from '../../lib/field-values.ts';
import classes from './plans.module.css';

/** A choice in words and, where it asks for one, an amount as it was typed. */
export type MoneyChoice<Choice extends string> = {
  readonly choice: Choice;
  readonly text: string;
};

/** One line of an amount that somebody may also do without; the first option is the one that takes an amount. */
export function MoneyChoiceRow<Choice extends string>({
  label,
  unit,
  options,
  value,
  onChange,
}: {
  readonly label: string;
  /** What the amount counts: `dollars`, `dollars a million`. */
  readonly unit: string;
  readonly options: readonly [
    { readonly value: Choice; readonly label: string },
    { readonly value: Choice; readonly label: string },
  ];
  readonly value: MoneyChoice<Choice>;
  readonly onChange: (value: MoneyChoice<Choice>) => void;
}) {
  return (
    <div className={classes.moneyRow}>
      <span>{label}</span>
      <NativeSelect
        size="xs"
        aria-label={`${label}: choice`}
        data={[...options]}
        value={value.choice}
        onChange={(event) => onChange({ ...value, choice: event.currentTarget.value as Choice })}
      />
      {value.choice === options[0].value ? (
        <TextInput
          size="xs"
          aria-label={`${label}: ${unit}`}
          leftSection="$"
          inputMode="decimal"
          autoComplete="off"
          value={value.text}
          error={problemOf(readUsd(value.text, { zeroAllowed: true }))}
          onChange={(event) => onChange({ ...value, text: event.currentTarget.value })}
        />
      ) : (
        <span />
      )}
    </div>
  );
}
